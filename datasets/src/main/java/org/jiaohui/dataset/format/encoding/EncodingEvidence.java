package org.jiaohui.dataset.format.encoding;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the bytes of a sample say about their encoding. That a text can be decoded proves nothing for GB18030 and Big5, whose code spaces overlap with each other
 * and with Latin letters; what tells them apart is how common the decoded characters are.
 */
final class EncodingEvidence {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Charset BIG5 = Charset.forName("Big5");
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    /** Running text consists of these for a half, names of places and people for a third, wrongly decoded text for less than a tenth. */
    private static final double USUAL_SHARE = 0.25;

    private static final String COMMON_TO_BOTH =
            "的一是在不了有和人中大上我以要他用生到作地出就分成可主年同工也能下子面而方多定行法所民得十三之等部度家力如水化高自二理起小物加量都制使去把性好它合因由其些然前外天政四日那社事平形相全表各重新正心反你明看原又利比或但第向道命此只解意建月公系很情者最立代想已通提直程展五果料象位入常文次品式活及管特件求老基流路山接知她手角期根指九放西被做必先回任取南色光即保治北造百七海口器志世金增油思交受什六共收改清己美再更切打白教速花安身例真具每目至走示完八名才科信米整空元今集土步群石需段研界拉林律叫且究越影算低持音布容商非近千周委素技半青省列支般史感便往酸市克何除消府太精值率族型眼王按格易置派片始育京包火住照引站室州城村街巷镇港湾宁昌都江河湖桥口";
    private static final String SIMPLIFIED =
            "这为个国时来们于对会发动过说产种后学经进着电里现实两体机当点从业应开还义间样与关线内数么质气变条没结问无军并题党员革总设长头资边级少图统较将组见计别论运农几区强决干战则据处队给门规热领东导压争济阶术极联认权证采转单风带场车务万达积议声报斗类离华确张马节话况温传许广记观织装众书复儿须际验连断深难矿备办习响约劳团历构称准号维划选标写存候毛亲快效斯院查养层却专状厂识适属圆调满县局参红细听该铁价严编码类型类备注说明状态时间区县费轮驾驶辆营载货运输";
    private static final String TRADITIONAL =
            "這為個國時來們於對會發動過說產種後學經進著電裡現實兩體機當點從業應開還義間樣與關線內數麼質氣變條沒結問無軍並題黨員總設長頭資邊級圖統較將組見計別論運農幾區強決幹戰則據處隊給門規熱領東導壓爭濟階術極聯認權證採轉單風帶場車務萬達積議聲報鬥類離華確張馬節話況溫傳許廣記觀織裝眾書復兒須際驗連斷難礦備辦習響約勞團歷構稱準號維劃選標寫親養層卻專狀廠識適屬圓調滿縣參紅細聽該鐵價嚴遊景臺灣園鄉鎮館廟區歷說";

    private final byte[] sample;

    private EncodingEvidence(byte[] sample) {
        this.sample = sample;
    }

    static EncodingEvidence of(byte[] sample) {
        return new EncodingEvidence(sample);
    }

    DetectedEncoding judge() {
        if (startsWith(0xEF, 0xBB, 0xBF)) {
            return certain(StandardCharsets.UTF_8, 3);
        }
        if (startsWith(0xFF, 0xFE)) {
            return certain(StandardCharsets.UTF_16LE, 2);
        }
        if (startsWith(0xFE, 0xFF)) {
            return certain(StandardCharsets.UTF_16BE, 2);
        }
        Optional<Charset> wide = WideText.order(sample);
        if (wide.isPresent()) {
            return certain(wide.get(), 0);
        }
        return isMostlyUtf8() ? certain(StandardCharsets.UTF_8, 0) : judgeByCharacters();
    }

    private static DetectedEncoding certain(Charset charset, int mark) {
        return new DetectedEncoding(charset, mark, true, List.of(charset.name()));
    }

    private boolean startsWith(int... mark) {
        if (sample.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((sample[i] & 0xff) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** A few broken characters in a text that is otherwise full of well-formed ones do not make it another encoding. */
    private boolean isMostlyUtf8() {
        String text = new String(sample, StandardCharsets.UTF_8);
        int broken = 0;
        int good = 0;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0xFFFD) {
                broken++;
            } else if (character >= 0x80) {
                good++;
            }
        }
        return broken == 0 || (good >= 50 && broken * 100L <= good);
    }

    private record Candidate(Charset charset, double score) {}

    private DetectedEncoding judgeByCharacters() {
        List<Candidate> candidates = new ArrayList<>(List.of(
                new Candidate(GB18030, chinese(GB18030, SIMPLIFIED)),
                new Candidate(BIG5, chinese(BIG5, TRADITIONAL)),
                new Candidate(WINDOWS_1252, latin())));
        candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
        Candidate best = candidates.getFirst();
        double second = candidates.get(1).score();
        boolean certain = best.score() >= 0.6 && second < 0.7 * best.score();
        List<String> names = candidates.stream()
                .filter(candidate -> candidate.score() > 0.1 || !certain)
                .map(candidate -> candidate.charset().name())
                .toList();
        return new DetectedEncoding(best.charset(), 0, certain, names);
    }

    /** 0–1: how much the decoded text looks like Chinese, by the share of common characters and of bytes that do not decode. */
    private double chinese(Charset charset, String own) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        CharBuffer text = CharBuffer.allocate(sample.length + 16);
        decoder.decode(ByteBuffer.wrap(sample), text, true);
        text.flip();
        String common = COMMON_TO_BOTH + own;
        boolean[] isCommon = new boolean[1 << 16];
        common.chars().forEach(character -> isCommon[character] = true);
        int foreign = 0;
        int broken = 0;
        int known = 0;
        int marks = 0;
        while (text.hasRemaining()) {
            char character = text.get();
            if (character < 0x80) {
                continue;
            }
            if (character == 0xFFFD) {
                broken++;
            } else if ((character >= 0x3000 && character < 0x3020)
                    || character >= 0xFF00
                    || character == 0x2014
                    || character == 0x2026) {
                marks++;
            } else {
                foreign++;
                known += isCommon[character] ? 1 : 0;
            }
        }
        double share = foreign == 0 ? (marks > 0 ? 0.5 : 0) : (double) known / foreign;
        double whole = 1.0 - 4.0 * broken / Math.max(1, foreign + broken + marks);
        return Math.max(0, whole) * Math.min(1, share / USUAL_SHARE);
    }

    /** 0–1: the share of high bytes that stand where western text has them: a letter beside ASCII letters, a quotation mark or a sign on its own. */
    private double latin() {
        int high = 0;
        int plausible = 0;
        for (int i = 0; i < sample.length; i++) {
            int value = sample[i] & 0xff;
            if (value < 0x80) {
                continue;
            }
            high++;
            int before = i == 0 ? ' ' : sample[i - 1];
            int after = i + 1 == sample.length ? ' ' : sample[i + 1];
            boolean letter = value >= 0xC0 && value != 0xD7 && value != 0xF7;
            boolean alone = before >= 0 && after >= 0;
            boolean besideLetter = Character.isLetter(Math.max(0, before)) || Character.isLetter(Math.max(0, after));
            if (alone && (letter ? besideLetter : isWesternSign(value))) {
                plausible++;
            }
        }
        return high == 0 ? 0 : (double) plausible / high;
    }

    private static boolean isWesternSign(int value) {
        int[] signs = {
            0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0xA0, 0xA1, 0xA3, 0xA7, 0xA9, 0xAA, 0xAB, 0xAE, 0xB0,
            0xB1, 0xB2, 0xB3, 0xB5, 0xB7, 0xBA, 0xBB, 0xBD, 0xBF
        };
        return Arrays.binarySearch(signs, value) >= 0;
    }
}
