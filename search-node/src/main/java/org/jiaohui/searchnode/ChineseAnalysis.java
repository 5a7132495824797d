package org.jiaohui.searchnode;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2CharFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2Filter;
import org.apache.lucene.analysis.icu.ICUTransformFilter;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.index.analysis.AbstractCharFilterFactory;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.AbstractTokenizerFactory;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;
import org.wltea.analyzer.lucene.IKAnalyzer;

/**
 * Chinese analysis, and English stems, under the names of the official plugins (analysis-smartcn, analysis-icu, analysis-common, IK), so that
 * the same index settings hold on a full Elasticsearch.
 */
public final class ChineseAnalysis extends Plugin implements AnalysisPlugin {
    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Map.of(
                "smartcn", analyzer(SmartChineseAnalyzer::new),
                "ik_smart", analyzer(() -> new IKAnalyzer(true)),
                "ik_max_word", analyzer(() -> new IKAnalyzer(false)));
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return Map.of(
                "smartcn_tokenizer", tokenizer(HMMChineseTokenizer::new),
                "keyword", tokenizer(KeywordTokenizer::new));
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
                "smartcn_stop",
                filter(settings -> in -> new StopFilter(in, SmartChineseAnalyzer.getDefaultStopSet())),
                "porter_stem",
                filter(settings -> PorterStemFilter::new),
                "icu_normalizer",
                filter(settings -> in -> new ICUNormalizer2Filter(in, normalizer(settings))),
                "icu_transform",
                AnalysisPlugin.requiresAnalysisSettings(filter(settings -> {
                    Transliterator transform = Transliterator.getInstance(settings.get("id", "Null"));
                    return in -> new ICUTransformFilter(in, transform);
                })));
    }

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        return Map.of(
                "icu_normalizer",
                charFilter(settings -> in -> new ICUNormalizer2CharFilter(in, normalizer(settings))),
                "mapping",
                AnalysisPlugin.requiresAnalysisSettings(charFilter(settings -> {
                    NormalizeCharMap map = mappings(settings.getAsList("mappings"));
                    return in -> new MappingCharFilter(map, in);
                })));
    }

    private static Normalizer2 normalizer(Settings settings) {
        return Normalizer2.getInstance(
                null,
                settings.get("name", "nfkc_cf"),
                Normalizer2.Mode.valueOf(settings.get("mode", "compose").toUpperCase(java.util.Locale.ROOT)));
    }

    private static NormalizeCharMap mappings(List<String> rules) {
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            String[] sides = rule.split("=>", 2);
            map.add(sides[0].strip(), sides[1].strip());
        }
        return map.build();
    }

    private static AnalysisProvider<AnalyzerProvider<? extends Analyzer>> analyzer(Supplier<Analyzer> make) {
        return (index, environment, name, settings) -> new AbstractIndexAnalyzerProvider<Analyzer>(name) {
            private final Analyzer analyzer = make.get();

            @Override
            public Analyzer get() {
                return analyzer;
            }
        };
    }

    private static AnalysisProvider<TokenizerFactory> tokenizer(Supplier<Tokenizer> make) {
        return (index, environment, name, settings) -> new AbstractTokenizerFactory(name) {
            @Override
            public Tokenizer create() {
                return make.get();
            }
        };
    }

    private static AnalysisProvider<TokenFilterFactory> filter(
            Function<Settings, Function<TokenStream, TokenStream>> make) {
        return (index, environment, name, settings) -> {
            Function<TokenStream, TokenStream> step = make.apply(settings);
            return new AbstractTokenFilterFactory(name) {
                @Override
                public TokenStream create(TokenStream in) {
                    return step.apply(in);
                }
            };
        };
    }

    private static AnalysisProvider<CharFilterFactory> charFilter(Function<Settings, Function<Reader, Reader>> make) {
        return (index, environment, name, settings) -> {
            Function<Reader, Reader> step = make.apply(settings);
            return new AbstractCharFilterFactory(name) {
                @Override
                public Reader create(Reader in) {
                    return step.apply(in);
                }
            };
        };
    }
}
