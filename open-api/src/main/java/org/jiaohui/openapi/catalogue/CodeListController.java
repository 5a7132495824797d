package org.jiaohui.openapi.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jiaohui.exchange.catalogue.Sectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The codes that a dataset's description may use, with their labels. */
@RestController
@RequestMapping("/api/v1/code-lists")
@Tag(name = "datasets", description = "数据集 / Datasets")
final class CodeListController {
    record Code(String code, String label, String labelEn) {
        static Code of(Sectors.Coded coded) {
            return new Code(coded.code(), coded.label().chinese(), coded.label().english());
        }
    }

    record CodeLists(List<Code> themes, List<Code> regions, List<Code> updateCycles, List<Code> access) {}

    @GetMapping
    @Operation(summary = "数据集描述可用的代码 / The codes that descriptions of datasets may use")
    CodeLists all() {
        return new CodeLists(
                codes(Sectors.themes()),
                codes(Sectors.regions()),
                codes(Sectors.updateCycles()),
                codes(Sectors.accesses()));
    }

    private static List<Code> codes(List<Sectors.Coded> all) {
        return all.stream().map(Code::of).toList();
    }
}
