package org.jiaohui.openapi;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import org.springframework.stereotype.Component;

/** The head of the OpenAPI description. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "交汇 Jiaohui",
                        version = "v1",
                        description = "交通运输数据开放与信息资源交换接口。读取公开数据无需密钥；写入及数据源需要管理员密钥（Authorization: Bearer …）。"
                                + " / Open data and information-resource exchange for transport. Reading public data needs no key;"
                                + " writing, and the register of sources, need the administrator key.",
                        license = @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
        security = @SecurityRequirement(name = "administratorKey"))
@SecurityScheme(
        name = "administratorKey",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "由 ./jiaohui start 生成，只显示一次 / made by ./jiaohui start, shown once")
@Component
final class ApiDescription {}
