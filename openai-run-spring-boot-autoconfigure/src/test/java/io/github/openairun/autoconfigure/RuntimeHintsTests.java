package io.github.openairun.autoconfigure;

import java.lang.reflect.Method;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.context.support.StandardServletEnvironment;

import io.github.openairun.Run;
import io.github.openairun.ToolContext;
import io.github.openairun.ToolHandler;
import io.github.openairun.actuate.RunsEndpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told, for each kind of thing that is found by reflection.
 */
class RuntimeHintsTests {

	private final RuntimeHints hints = process();

	@Test
	void handlersMayBeCalled() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Tools.class, "order")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Contract.class, "inherited"))
			.accepts(this.hints);
	}

	@Test
	void otherMethodsMayNot() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Tools.class, "helper")).rejects(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Unused.class)).rejects(this.hints);
	}

	@Test
	void typesOfArgumentsAreBound() {
		assertBound(Order.class, "number");
		assertBound(Line.class, "sku");
		assertThat(RuntimeHintsPredicates.reflection().onType(Unit.class)).accepts(this.hints);
	}

	@Test
	void typesOfResultsAreWritten() {
		assertBound(Receipt.class, "total");
		assertBound(Later.class, "text");
	}

	@Test
	void whatIsInjectedIsNotBound() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ToolContext.class, "run"))
			.rejects(this.hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { OpenAiProperties.class, OpenAiProperties.Ssl.class, OpenAiRunProperties.class,
			OpenAiRunProperties.Polling.class, ResponsesProperties.class, ThreadStoreProperties.class,
			ThreadWindowProperties.class, RunToolProperties.class, AssistantProperties.class,
			BuiltInToolProperties.McpProperties.class, BuiltInToolProperties.WebSearchProperties.class })
	void propertiesAreBound(Class<?> properties) {
		assertThat(ReflectionUtils.getDeclaredMethods(properties))
			.filteredOn((method) -> method.getName().startsWith("set"))
			.allSatisfy((method) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
				.accepts(this.hints));
	}

	@Test
	void propertiesOfServletApplicationsAreBound() throws Exception {
		Method setter = OpenAiRunWebProperties.class.getMethod("setMaxThreads", int.class);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.setEnvironment(new StandardServletEnvironment());
			context.register(OpenAiRunWebAutoConfiguration.class);
			assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(setter)).accepts(process(context));
		}
		// Neither a servlet application nor a reactive one.
		RuntimeHints withoutWeb = process(
				"spring.autoconfigure.exclude=" + OpenAiRunFluxAutoConfiguration.class.getName());
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(setter)).rejects(withoutWeb);
	}

	@Test
	void resourcesOfAssistantsAreKept() {
		assertThat(RuntimeHintsPredicates.resource().forResource("prompts/support.txt")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("refund.schema.json")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("prompts/other.txt")).rejects(this.hints);
	}

	@Test
	void theEndpointMayBeCalledAndWritten() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(RunsEndpoint.class, "runs"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(RunsEndpoint.class, "run"))
			.accepts(this.hints);
		assertBound(RunsEndpoint.RunsDescriptor.class, "active");
		assertBound(RunsEndpoint.RunDescriptor.class, "drives");
		assertBound(RunsEndpoint.DriveDescriptor.class, "waitingFor");
		assertBound(RunsEndpoint.ToolDescriptor.class, "parameters");
		assertBound(RunsEndpoint.WireDescriptor.class, "capabilities");
		assertBound(RunsEndpoint.CapabilityDescriptor.class, "reason");
	}

	@Test
	void anEndpointThatIsNotExposedNeedsNothing() {
		RuntimeHints unexposed = process("management.endpoints.web.exposure.exclude=openairuns");
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(RunsEndpoint.class, "runs"))
			.rejects(unexposed);
	}

	private void assertBound(Class<?> record, String accessor) {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(record.getDeclaredConstructors()[0]))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(record, accessor)).accepts(this.hints);
	}

	private static RuntimeHints process(String... properties) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues
				.of("openai.run.assistants.support.instructions=classpath:/prompts/support.txt",
						"openai.run.assistants.support.response-format=classpath:refund.schema.json",
						"openai.run.assistants.sales.instructions=Read classpath:prompts/other.txt",
						"management.endpoints.web.exposure.include=openairuns")
				.and(properties)
				.applyTo(context);
			context.register(Application.class);
			return process(context);
		}
	}

	private static RuntimeHints process(AnnotationConfigApplicationContext context) {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(Tools.class)), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Tools.class)
	static class Application {

	}

	interface Contract {

		@ToolHandler
		default Later inherited(LocalDate day) {
			return new Later(day.toString());
		}

	}

	static class Tools implements Contract {

		@ToolHandler
		Receipt order(Order order, ToolContext context, Run run) {
			return new Receipt(helper());
		}

		@ToolHandler
		CompletionStage<List<Later>> soon(Map<String, Unit> units) {
			return CompletableFuture.completedFuture(List.of());
		}

		int helper() {
			return 1;
		}

	}

	enum Unit {

		PIECE

	}

	record Order(String number, List<Line> lines) {
	}

	record Line(String sku) {
	}

	record Receipt(int total) {
	}

	record Later(String text) {
	}

	record Unused(String text) {
	}

}
