package org.jiaohui.exchange.catalogue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Labels of the codes that descriptions use: sectors, update cycles, access, provinces (GB/T 2260, first two digits). */
public final class Sectors {
    /** A label in two languages. */
    public record Label(String chinese, String english) {}

    /** A code and its label. */
    public record Coded(String code, Label label) {}

    private static final Map<String, Label> THEMES = labels(
            "GL",
            "公路",
            "Highways",
            "SL",
            "水路",
            "Waterways",
            "HS",
            "海事",
            "Maritime safety",
            "YZ",
            "道路运输",
            "Road transport",
            "CS",
            "城市客运",
            "Urban passenger transport",
            "GD",
            "城市轨道",
            "Urban rail",
            "TL",
            "铁路",
            "Railways",
            "MH",
            "民航",
            "Civil aviation",
            "YJ",
            "邮政快递",
            "Postal services",
            "ZH",
            "综合",
            "General");
    private static final Map<String, Label> CYCLES = labels(
            "CONTINUOUS",
            "实时",
            "Continuous",
            "DAILY",
            "每日",
            "Daily",
            "WEEKLY",
            "每周",
            "Weekly",
            "MONTHLY",
            "每月",
            "Monthly",
            "QUARTERLY",
            "每季度",
            "Quarterly",
            "HALF_YEARLY",
            "每半年",
            "Half-yearly",
            "YEARLY",
            "每年",
            "Yearly",
            "IRREGULAR",
            "不定期",
            "Irregular",
            "ONCE",
            "一次性",
            "Once");
    private static final Map<String, Label> ACCESS =
            labels("PUBLIC", "无条件开放", "Open", "RESTRICTED", "有条件开放", "Restricted", "NON_PUBLIC", "不开放", "Not public");
    private static final Map<String, Label> PROVINCES = labels(
            "11",
            "北京市",
            "Beijing",
            "12",
            "天津市",
            "Tianjin",
            "13",
            "河北省",
            "Hebei",
            "14",
            "山西省",
            "Shanxi",
            "15",
            "内蒙古自治区",
            "Inner Mongolia",
            "21",
            "辽宁省",
            "Liaoning",
            "22",
            "吉林省",
            "Jilin",
            "23",
            "黑龙江省",
            "Heilongjiang",
            "31",
            "上海市",
            "Shanghai",
            "32",
            "江苏省",
            "Jiangsu",
            "33",
            "浙江省",
            "Zhejiang",
            "34",
            "安徽省",
            "Anhui",
            "35",
            "福建省",
            "Fujian",
            "36",
            "江西省",
            "Jiangxi",
            "37",
            "山东省",
            "Shandong",
            "41",
            "河南省",
            "Henan",
            "42",
            "湖北省",
            "Hubei",
            "43",
            "湖南省",
            "Hunan",
            "44",
            "广东省",
            "Guangdong",
            "45",
            "广西壮族自治区",
            "Guangxi",
            "46",
            "海南省",
            "Hainan",
            "50",
            "重庆市",
            "Chongqing",
            "51",
            "四川省",
            "Sichuan",
            "52",
            "贵州省",
            "Guizhou",
            "53",
            "云南省",
            "Yunnan",
            "54",
            "西藏自治区",
            "Tibet",
            "61",
            "陕西省",
            "Shaanxi",
            "62",
            "甘肃省",
            "Gansu",
            "63",
            "青海省",
            "Qinghai",
            "64",
            "宁夏回族自治区",
            "Ningxia",
            "65",
            "新疆维吾尔自治区",
            "Xinjiang",
            "71",
            "台湾省",
            "Taiwan",
            "81",
            "香港特别行政区",
            "Hong Kong",
            "82",
            "澳门特别行政区",
            "Macao");

    private Sectors() {}

    /** Every sector, roads first. */
    public static List<Coded> themes() {
        return coded(THEMES);
    }

    public static List<Coded> updateCycles() {
        return coded(CYCLES);
    }

    public static List<Coded> accesses() {
        return coded(ACCESS);
    }

    /** The whole country and its provinces, by their codes of six digits. */
    public static List<Coded> regions() {
        return Stream.concat(Stream.of("100000"), PROVINCES.keySet().stream().map(two -> two + "0000"))
                .map(code -> new Coded(code, region(code).orElseThrow()))
                .toList();
    }

    public static Optional<Label> theme(String code) {
        return Optional.ofNullable(THEMES.get(code));
    }

    public static Optional<Label> updateCycle(String code) {
        return Optional.ofNullable(CYCLES.get(code));
    }

    public static Optional<Label> access(String code) {
        return Optional.ofNullable(ACCESS.get(code));
    }

    /** The province of a GB/T 2260 code of two or more digits; {@code 100000} is the whole country. */
    public static Optional<Label> region(String code) {
        if (code.equals("100000")) {
            return Optional.of(new Label("全国", "China"));
        }
        return code.length() < 2 ? Optional.empty() : Optional.ofNullable(PROVINCES.get(code.substring(0, 2)));
    }

    private static Map<String, Label> labels(String... triples) {
        Map<String, Label> labels = new LinkedHashMap<>();
        for (int i = 0; i < triples.length; i += 3) {
            labels.put(triples[i], new Label(triples[i + 1], triples[i + 2]));
        }
        return Collections.unmodifiableMap(labels);
    }

    private static List<Coded> coded(Map<String, Label> labels) {
        return labels.entrySet().stream()
                .map(label -> new Coded(label.getKey(), label.getValue()))
                .toList();
    }
}
