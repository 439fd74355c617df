package io.github.openairun.autoconfigure;

import java.util.List;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.client.RestClient;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ApiKeySupplier;
import io.github.openairun.PageQuery;
import io.github.openairun.RedirectRefusedException;
import io.github.openairun.Run;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadOperations;
import io.github.openairun.WireNotServedException;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@code openai.connections} and the assistants that use them.
 */
@ExtendWith(OutputCaptureExtension.class)
class FurtherConnectionsTests {

	@RegisterExtension
	static final WireMockExtension openAi = WireMockExtension.newInstance().options(options().dynamicPort()).build();

	@RegisterExtension
	static final WireMockExtension local = WireMockExtension.newInstance().options(options().dynamicPort()).build();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OpenAiRunAutoConfiguration.class))
		.withPropertyValues("openai.base-url=" + openAi.baseUrl() + "/v1", "openai.api-key=sk-main",
				"openai.project=secret-project", "openai.headers.x-secret=main", "openai.run.streaming=off",
				"openai.run.assistants.support.model=gpt-5-mini", "openai.run.assistants.local.model=qwen3",
				"openai.run.assistants.local.connection=ollama",
				"openai.connections.ollama.base-url=" + local.baseUrl() + "/v1",
				"openai.connections.ollama.threads=application", "openai.connections.ollama.headers.x-own=local");

	@Test
	void theAssistantChoosesTheConnection() {
		serve();
		this.runner.run((context) -> {
			RunOperations runs = context.getBean(RunOperations.class);
			assertThat(runs.execute("support", "Hi").text()).isEqualTo("of OpenAI");
			assertThat(runs.execute("local", "Hi").text()).isEqualTo("of Ollama");
			assertThat(runs.start("local", "Hi").join().text()).isEqualTo("of Ollama");
			assertThat(requests(local)).hasSize(2)
				.allSatisfy((request) -> assertThat(request.getUrl()).isEqualTo("/v1/responses"));
		});
	}

	@Test
	void nothingOfTheDefaultConnectionReachesAnother() {
		serve();
		this.runner.withBean(ApiKeySupplier.class, () -> (request) -> "sk-supplied")
			.withBean(OpenAiRestClientCustomizer.class,
					() -> (builder) -> builder.defaultHeader("x-customized", "secret"))
			.run((context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				runs.withApiKey("sk-tenant").execute("local", "Hi");
				runs.execute("support", "Hi");
				LoggedRequest request = requests(local).get(0);
				assertThat(request.getHeader("authorization")).isNull();
				assertThat(request.getHeader("openai-project")).isNull();
				assertThat(request.getHeader("x-secret")).isNull();
				assertThat(request.getHeader("x-customized")).isNull();
				assertThat(request.getHeader("x-own")).isEqualTo("local");
				assertThat(requests(openAi)).allSatisfy((other) -> {
					assertThat(other.getHeader("authorization")).isEqualTo("Bearer sk-supplied");
					assertThat(other.getHeader("x-own")).isNull();
					assertThat(other.getHeader("x-customized")).isEqualTo("secret");
				});
			});
	}

	@Test
	void aConnectionHasAKeyAndCustomizersOfItsOwn() {
		serve();
		this.runner.withPropertyValues("openai.connections.ollama.api-key= sk-local ",
				"openai.connections.ollama.authentication=api-key", "openai.connections.ollama.api-version=2026-01-01")
			.withBean(OpenAiRestClientCustomizer.class, ForFurtherConnections::new)
			.run((context) -> {
				context.getBean(RunOperations.class).execute("local", "Hi");
				LoggedRequest request = requests(local).get(0);
				assertThat(request.getHeader("api-key")).isEqualTo("sk-local");
				assertThat(request.getHeader("x-name")).isEqualTo("ollama");
				assertThat(request.getQueryParams().get("api-version").firstValue()).isEqualTo("2026-01-01");
			});
	}

	@Test
	void operationsOnARunUseItsConnectionAndOthersTheOneThatIsSelected() {
		serve();
		this.runner.run((context) -> {
			RunOperations runs = context.getBean(RunOperations.class);
			ThreadOperations threads = context.getBean(ThreadOperations.class);
			Run run = runs.execute("local", "Hi").run();
			assertThat(runs.refresh(run).threadId()).isEqualTo(run.threadId());
			assertThat(runs.steps(run, PageQuery.oldestFirst()).data()).isNotEmpty();
			assertThat(runs.withConnection("ollama").load(run.id(), run.threadId()).assistant()).isEqualTo("local");
			assertThat(threads.withConnection("ollama").load(run.threadId()).id()).isEqualTo(run.threadId());
			assertThatIllegalArgumentException().isThrownBy(() -> threads.load(run.threadId()));
			assertThat(requests(openAi)).isEmpty();
		});
	}

	@Test
	void aSelectedConnectionIsUsedWhateverTheAssistantSays() {
		serve();
		this.runner.run((context) -> {
			RunOperations runs = context.getBean(RunOperations.class).withConnection("ollama");
			assertThat(runs.execute(RunRequest.assistant("support").message("Hi").build()).text())
				.isEqualTo("of Ollama");
			assertThatIllegalArgumentException().isThrownBy(() -> runs.withConnection("olama"))
				.withMessageContaining("Did you mean 'ollama'?");
		});
	}

	@Test
	void anAssistantOnAConnectionThatDoesNotExistIsRefusedAtStart() {
		this.runner.withPropertyValues("openai.run.assistants.local.connection=olama").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).isInstanceOf(RunConfigurationException.class)
				.hasMessageContaining(
						"Assistant 'local' uses connection 'olama', which does not exist; there are [ollama]")
				.hasMessageContaining("openai.connections.olama.base-url");
		});
	}

	@Test
	void failuresNameThePropertiesOfTheConnection() {
		this.runner
			.withPropertyValues("openai.max-retries=0", "openai.connections.closed.base-url=http://localhost:1/v1",
					"openai.connections.plain.base-url=" + local.baseUrl())
			.run((context) -> {
				RunOperations runs = context.getBean(RunOperations.class);
				assertThatExceptionOfType(ApiConnectionException.class)
					.isThrownBy(() -> runs.withConnection("closed").execute("support", "Hi"))
					.withMessageEndingWith("Check openai.connections.closed.base-url");
				assertThatExceptionOfType(WireNotServedException.class)
					.isThrownBy(() -> context.getBean(ThreadOperations.class).withConnection("plain").create())
					.satisfies((ex) -> assertThat(ex.remedy())
						.contains("'openai.connections.plain.threads=application'",
								"'openai.connections.plain.wire=assistants'", "'openai.connections.plain.base-url'")
						.doesNotContain("openai.run", "openai.base-url"));
				assertThatExceptionOfType(WireNotServedException.class).isThrownBy(() -> runs.execute("local", "Hi"))
					.withMessageContaining("'openai.connections.ollama.base-url'");
			});
	}

	@Test
	void refusedRedirectsNameThePropertiesOfTheConnection() {
		local.stubFor(any(anyUrl()).willReturn(temporaryRedirect("http://other.example.com/v1/responses")));
		this.runner.run((context) -> assertThatExceptionOfType(RedirectRefusedException.class)
			.isThrownBy(() -> context.getBean(RunOperations.class).execute("local", "Hi"))
			.withMessageContaining("change 'openai.connections.ollama.base-url'"));
	}

	@Test
	void aBaseUrlIsRequired() {
		this.runner.withPropertyValues("openai.connections.ollama.base-url=").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("openai.connections.ollama.base-url");
		});
	}

	@Test
	void aServerOfOpenAiNeedsAKey() {
		this.runner.withPropertyValues("openai.connections.ollama.base-url=https://eu.api.openai.com/v1")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(context.getStartupFailure()).rootCause()
					.isInstanceOfSatisfying(MissingApiKeyException.class,
							(ex) -> assertThat(ex.property()).isEqualTo("openai.connections.ollama.api-key"));
			});
	}

	@Test
	void theWireOfItsConnectionSaysWhatAnAssistantNeeds(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel(RunConfigurationCheck.class.getName(), LogLevel.INFO);
		this.runner
			.withPropertyValues("openai.connections.foundry.base-url=" + local.baseUrl(),
					"openai.connections.foundry.wire=assistants", "openai.run.assistants.agent.connection=foundry",
					"openai.run.assistants.agent.model=gpt", "openai.run.beta-header=false",
					"openai.connections.ollama.base-url=http://localhost:11434/v1",
					"openai.connections.ollama.threads=server")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("Assistant 'agent' has no id, which wire 'assistants' needs")
					.contains("openai.connections.ollama.base-url looks like Ollama")
					.contains("set openai.connections.ollama.threads=application")
					.doesNotContain("'openai.run.beta-header' is set but has no effect")
					.doesNotContain("There is no property");
			});
		logging.setLogLevel(RunConfigurationCheck.class.getName(), null);
	}

	private static void serve() {
		openAi.stubFor(any(urlPathEqualTo("/v1/conversations")).willReturn(okJson("{\"id\":\"conv_1\"}")));
		openAi.stubFor(any(urlPathEqualTo("/v1/responses")).willReturn(okJson(response("of OpenAI"))));
		local.stubFor(any(urlPathEqualTo("/v1/responses")).willReturn(okJson(response("of Ollama"))));
	}

	private static String response(String text) {
		return """
				{"id":"resp_1","object":"response","status":"completed","conversation":"conv_1","output":[
				{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[
				{"type":"output_text","text":"%s","annotations":[]}]}]}""".formatted(text);
	}

	private static List<LoggedRequest> requests(WireMockExtension server) {
		return server.findAll(anyRequestedFor(anyUrl()));
	}

	private static final class ForFurtherConnections implements OpenAiRestClientCustomizer {

		@Override
		public void customize(RestClient.Builder builder) {
			builder.defaultHeader("x-name", "default");
		}

		@Override
		public void customize(RestClient.Builder builder, String connection) {
			builder.defaultHeader("x-name", connection);
		}

	}

}
