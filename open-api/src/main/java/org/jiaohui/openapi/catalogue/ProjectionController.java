package org.jiaohui.openapi.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jiaohui.exchange.catalogue.ProjectionFollower;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How far the graph and the search are behind the catalogue log, and rebuilding them. */
@RestController
@RequestMapping("/api/v1/projections")
@Tag(name = "catalogue", description = "目录与 SPARQL / Catalogue and SPARQL")
final class ProjectionController {
    private final List<ProjectionFollower> followers;

    ProjectionController(List<ProjectionFollower> followers) {
        this.followers = followers;
    }

    record ProjectionView(String name, long position, long lag, String trouble) {
        static ProjectionView of(ProjectionFollower follower) {
            return new ProjectionView(follower.name(), follower.position(), follower.lag(), follower.trouble());
        }
    }

    @GetMapping
    @Operation(summary = "投影进度 / Position of each projection")
    Map<String, List<ProjectionView>> list() {
        return Map.of("projections", followers.stream().map(ProjectionView::of).toList());
    }

    @PostMapping("/{name}/rebuild")
    @Operation(summary = "从日志重建 / Rebuild from the log")
    ProjectionView rebuild(@PathVariable String name) {
        ProjectionFollower follower = followers.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ExchangeException(
                        ErrorCode.BAD_REQUEST, "没有投影 / no projection \"" + name + "\"; use graph or search"));
        follower.rebuild();
        return ProjectionView.of(follower);
    }
}
