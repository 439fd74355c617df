package io.github.openairun.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Registers hints for the properties that are bound as the values of a map or converted
 * from a text, and for the types that are inspected to keep HTTP clients from following
 * redirects. The wires need no hints: they read and write trees, not objects.
 */
class OpenAiRunRuntimeHints implements RuntimeHintsRegistrar {

	/** The types whose fields and methods {@code RedirectGuard} uses. */
	private static final List<String> CLIENTS = List.of("org.springframework.web.client.DefaultRestClient",
			"org.springframework.http.client.JdkClientHttpRequestFactory",
			"org.springframework.http.client.SimpleClientHttpRequest",
			"org.springframework.http.client.HttpComponentsClientHttpRequest",
			"org.springframework.http.client.JettyClientHttpRequest",
			"org.apache.hc.client5.http.protocol.HttpClientContext", "org.apache.hc.client5.http.config.RequestConfig",
			"org.apache.hc.client5.http.config.RequestConfig$Builder",
			"org.eclipse.jetty.client.transport.HttpRequest");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar
			.forTypes(AssistantProperties.class, BuiltInToolProperties.FileSearchProperties.class,
					BuiltInToolProperties.CodeInterpreterProperties.class,
					BuiltInToolProperties.WebSearchProperties.class, BuiltInToolProperties.McpProperties.class)
			.registerHints(hints);
		hints.reflection()
			.registerType(BuiltInToolProperties.McpApprovalProperties.class, MemberCategory.INVOKE_PUBLIC_METHODS);
		CLIENTS.forEach((client) -> hints.reflection()
			.registerTypeIfPresent(classLoader, client, MemberCategory.ACCESS_DECLARED_FIELDS,
					MemberCategory.INVOKE_PUBLIC_METHODS));
	}

}
