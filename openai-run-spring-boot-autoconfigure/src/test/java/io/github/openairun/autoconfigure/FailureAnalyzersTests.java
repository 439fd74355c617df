package io.github.openairun.autoconfigure;

import java.util.Arrays;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.mock.web.MockServletContext;

import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolRegistration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What a user reads when a real application does not start, and that it starts without
 * the mistake.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzersTests {

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort().http2PlainDisabled(true))
		.build();

	@Test
	void aMissingKeyIsExplainedInTwoLines(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(Application.class));
		assertThatOutputHas(output,
				"No API key for https://api.openai.com/v1: it is needed to create and execute runs.",
				"Set 'openai.api-key' or the environment variable 'OPENAI_API_KEY'.");
	}

	@Test
	void aKeyIsEnough() {
		start(Application.class, "openai.api-key=sk-test");
	}

	@Test
	void twoToolsOfOneNameAreExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(TwiceApplication.class, "openai.api-key=sk-test"));
		assertThatOutputHas(output, "Two methods handle the tool 'lookUp': " + First.class.getName()
				+ ".lookUp(String) of bean 'first' and " + Second.class.getName() + ".lookUp(String) of bean 'second'.",
				"Give one of them another name with @ToolHandler(name = \"...\").");
	}

	@Test
	void oneToolOfOneNameIsFine() {
		start(OnceApplication.class, "openai.api-key=sk-test");
	}

	@Test
	void nothingFailsWhenSwitchedOff() {
		start(TwiceApplication.class, "openai.run.enabled=false");
	}

	@Test
	void anIllegalNameIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(IllegalNameApplication.class, "openai.api-key=sk-test"));
		assertThatOutputHas(output,
				"The tool name 'look up' of " + IllegalNameApplication.class.getName()
						+ ".lookUp(String) of bean 'failureAnalyzersTests.IllegalNameApplication' is not legal.",
				"Set @ToolHandler(name = \"...\") to 1 to 64 characters out of letters, digits, '_' and '-'.");
	}

	@Test
	void aLegalNameIsFine() {
		start(LegalNameApplication.class, "openai.api-key=sk-test");
	}

	@Test
	void keptParameterNamesAreFine() {
		start(application(First.class), "openai.api-key=sk-test");
	}

	@Test
	void anUnknownAssistantIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(AskingApplication.class, "openai.api-key=sk-test",
				"openai.run.assistants.sales.model=gpt-5"));
		assertThatOutputHas(output, "There is no assistant 'support'. Known are sales.",
				"Set openai.run.assistants.support.model, or define an Assistant bean with that name.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "responses", "assistants" })
	void aPathThatTheServerDoesNotKnowIsExplained(String wire, CapturedOutput output) {
		answer(aResponse().withStatus(404).withBody("{\"detail\":\"Not Found\"}"));
		assertThatException().isThrownBy(() -> ask("openai.run.wire=" + wire));
		assertThatOutputHas(output, "The base URL does not serve wire '" + wire + "': ",
				"Check the path of the base URL, too: it must end with the version of the API.");
		assertThat(output).contains(
				wire.equals("responses") ? "set 'openai.run.threads=application'" : "set openai.run.wire=responses");
	}

	@Test
	void anObjectThatTheServerDoesNotHaveIsNoUnknownPath(CapturedOutput output) {
		answer(aResponse().withStatus(404)
			.withBody("{\"error\":{\"message\":\"Conversation with id 'conv_1' not found.\"}}"));
		server.stubFor(post(urlPathEqualTo("/conversations"))
			.willReturn(okJson("{\"id\":\"conv_1\",\"object\":\"conversation\",\"created_at\":1795305600}")));
		assertThatException().isThrownBy(() -> ask());
		assertThat(output).doesNotContain("does not serve wire").doesNotContain("There is no assistant");
	}

	@Test
	void anAssistantThatNamesAnUnknownToolIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(OnceApplication.class, "openai.api-key=sk-test",
				"openai.run.assistants.support.model=gpt-5", "openai.run.assistants.support.tools=lookDown"));
		assertThatOutputHas(output,
				"The tools of assistant 'support' cannot be exposed: There is no tool 'lookDown'; known are [lookUp].",
				"Correct openai.run.assistants.support.tools, or the tools of the Assistant bean with that name.");
	}

	@Test
	void anAssistantWithMoreToolsThanTheApiAllowsIsExplained(CapturedOutput output) {
		assertThatException().isThrownBy(() -> start(ManyToolsApplication.class, "openai.api-key=sk-test",
				"openai.run.assistants.support.model=gpt-5", "openai.run.assistants.support.tools=*"));
		assertThatOutputHas(output, "Assistant 'support' has 129 tools, but the API allows 128; 'tool",
				"Name fewer tools, or a group of them, in openai.run.assistants.support.tools, or in the Assistant bean "
						+ "with that name.");
	}

	@Test
	void anAssistantThatNamesKnownToolIsFine(CapturedOutput output) {
		start(OnceApplication.class, "openai.api-key=sk-test", "openai.run.assistants.support.model=gpt-5",
				"openai.run.assistants.support.tools=lookUp");
		assertThat(output).doesNotContain("cannot be exposed");
	}

	@Test
	void whatIsConfiguredForTheOtherWireIsWarnedOf(CapturedOutput output) {
		start(Application.class, "openai.api-key=sk-test", "openai.run.beta-header=false",
				"openai.run.wire=assistants");
		assertThat(output).doesNotContain("means nothing");
		start(Application.class, "openai.api-key=sk-test", "openai.run.beta-header=false");
		assertThat(output).contains("'openai.run.beta-header' is set but has no effect on wire 'responses': remove it, "
				+ "or set openai.run.wire to assistants");
	}

	@Test
	void aMistypedPropertyIsWarnedOf(CapturedOutput output) {
		start(Application.class, "openai.api-key=sk-test", "openai.run.max-rounds=3");
		assertThat(output).doesNotContain("There is no property");
		start(Application.class, "openai.api-key=sk-test", "openai.run.max-round=3");
		assertThat(output).contains("There is no property 'openai.run.max-round'",
				"Did you mean 'openai.run.max-rounds'?");
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		server.stubFor(any(anyUrl()).willReturn(answer));
	}

	@ParameterizedTest
	@CsvSource({ "openai.webhook.secret, whsec_", "openai.webhook.secret, whsec_§geheim",
			"openai.webhook.additional-secrets[0], whsec_§geheim" })
	void aSecretOfWebhooksThatCannotBeUsedIsExplained(String property, String secret, CapturedOutput output) {
		assertThatException().isThrownBy(() -> startWeb("openai.webhook.secret=whsec_QUJD", property + "=" + secret));
		assertThatOutputHas(output, "The value of '" + property + "' is not a signing secret (it is not shown here)",
				"Set '" + property + "' to the signing secret");
		assertThat(output).doesNotContain("geheim");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "whsec_QUJD" })
	void anEmptySecretOfWebhooksSwitchesThemOff(String secret) {
		startWeb("openai.webhook.secret=" + secret);
	}

	private static void startWeb(String... properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setApplicationContextFactory((type) -> {
			AnnotationConfigServletWebApplicationContext context = new AnnotationConfigServletWebApplicationContext();
			context.setServletContext(new MockServletContext());
			return context;
		});
		String[] all = Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = "openai.api-key=sk-test";
		start(application, WebApplicationType.SERVLET, all);
	}

	private static void ask(String... properties) {
		String[] all = new String[properties.length + 3];
		all[0] = "openai.base-url=" + server.baseUrl();
		all[1] = "openai.run.assistants.support.model=gpt-5";
		all[2] = "openai.run.assistants.support.id=asst_1";
		System.arraycopy(properties, 0, all, 3, properties.length);
		start(AskingApplication.class, all);
	}

	private static void assertThatOutputHas(CapturedOutput output, String description, String action) {
		assertThat(output)
			.containsSubsequence("APPLICATION FAILED TO START", "Description:", description, "Action:", action)
			.doesNotContain("\tat ");
	}

	private static void start(Class<?> application, String... properties) {
		start(new SpringApplication(application), properties);
	}

	private static void start(SpringApplication application, String... properties) {
		start(application, WebApplicationType.NONE, properties);
	}

	private static void start(SpringApplication application, WebApplicationType type, String... properties) {
		application.setWebApplicationType(type);
		String[] arguments = new String[properties.length + 4];
		arguments[0] = "--spring.main.banner-mode=off";
		arguments[1] = "--logging.level.root=error";
		arguments[2] = "--logging.level.io.github.openairun.autoconfigure=warn";
		arguments[3] = "--openai.run.jdbc.enabled=false";
		for (int i = 0; i < properties.length; i++) {
			arguments[i + 4] = "--" + properties[i];
		}
		application.run(arguments).close();
	}

	private static SpringApplication application(Class<?> tools) {
		SpringApplication application = new SpringApplication(Application.class);
		application.addInitializers((context) -> ((GenericApplicationContext) context).registerBean("tools", tools));
		return application;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TwiceApplication {

		@Bean
		First first() {
			return new First();
		}

		@Bean
		Second second() {
			return new Second();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(First.class)
	static class OnceApplication {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class AskingApplication {

		@Bean
		CommandLineRunner ask(RunOperations runs) {
			return (args) -> runs.create(RunRequest.assistant("support").message("Hi").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class IllegalNameApplication {

		@ToolHandler(name = "look up")
		String lookUp(String id) {
			return id;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class LegalNameApplication {

		@ToolHandler(name = "look-up")
		String lookUp(String id) {
			return id;
		}

	}

	static class First {

		@ToolHandler
		String lookUp(String id) {
			return id;
		}

	}

	static class Second {

		@ToolHandler
		String lookUp(String id) {
			return id;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ManyTools.class)
	static class ManyToolsApplication {

	}

	static class ManyTools implements ImportBeanDefinitionRegistrar {

		@Override
		public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
			IntStream.range(0, 129)
				.mapToObj((i) -> "tool" + i)
				.forEach((name) -> registry.registerBeanDefinition(name,
						BeanDefinitionBuilder
							.genericBeanDefinition(ToolRegistration.class,
									() -> ToolRegistration.ofJson(name, "{}", (json, context) -> json)
										.description("Does something"))
							.getBeanDefinition()));
		}

	}

}
