package io.github.openairun.jdbc;

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
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import io.github.openairun.actuate.DurableRunsEndpoint;
import io.github.openairun.autoconfigure.OpenAiRunJdbcProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told about durable runs.
 */
class JdbcRuntimeHintsTests {

	private final RuntimeHints hints = process();

	@ParameterizedTest
	@ValueSource(strings = { "h2", "postgresql", "mysql", "mariadb" })
	void scriptsAreKept(String platform) {
		for (String script : new String[] { "schema", "db-scheduler" }) {
			assertThat(RuntimeHintsPredicates.resource()
				.forResource("io/github/openairun/jdbc/" + script + "-" + platform + ".sql")).accepts(this.hints);
		}
	}

	@Test
	void propertiesAreBound() throws Exception {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(OpenAiRunJdbcProperties.class.getMethod("setTablePrefix", String.class)))
			.accepts(this.hints);
	}

	@Test
	void endpointMayBeCalled() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(DurableRunsEndpoint.class, "run"))
			.accepts(this.hints);
	}

	private static RuntimeHints process() {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(Application.class)), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues
				.of("management.endpoints.web.exposure.include=openaidurableruns",
						"spring.datasource.url=jdbc:h2:mem:hints")
				.applyTo(context);
			context.register(Application.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
