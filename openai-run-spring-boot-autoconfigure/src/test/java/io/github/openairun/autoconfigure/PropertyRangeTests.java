package io.github.openairun.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PropertyRange} and for the ranges of all properties that are numbers,
 * durations or sizes.
 */
class PropertyRangeTests {

	private static final String ASSISTANT = "openai.run.assistants.support.";

	/** The name, the values just out of range, and the values at its bounds. */
	private static final List<Range> RANGES = List.of(new Range("openai.connect-timeout", "-1ms", "0s"),
			new Range("openai.read-timeout", "-1ms", "0s"), new Range("openai.stream-idle-timeout", "-1ms", "0s"),
			new Range("openai.max-response-size", "1023B", "1KB", "2147483647B", "2GB"),
			new Range("openai.max-retries", "-1", "0"), new Range("openai.run.timeout", "0s", "1ms"),
			new Range("openai.run.expiry", "0s", "1ms"), new Range("openai.run.max-rounds", "0", "1"),
			new Range("openai.run.max-calls", "0", "1"), new Range("openai.run.max-calls-per-tool", "0", "1"),
			new Range("openai.run.max-identical-calls", "0", "1"), new Range("openai.run.max-tokens", "0", "1"),
			new Range("openai.run.engine.max-runs", "0", "1"),
			new Range("openai.run.engine.max-queued-runs", "-1", "0"),
			new Range("openai.run.engine.max-requests", "0", "1"),
			new Range("openai.run.engine.shutdown-grace-period", "-1ms", "0s"),
			new Range("openai.run.tools.timeout", "-1ms", "0s"),
			new Range("openai.run.tools.max-concurrency", "0", "1"),
			new Range("openai.run.tools.max-concurrency-per-run", "0", "1"),
			new Range("openai.run.tools.max-output-size", "1023B", "1KB"),
			new Range("openai.run.tools.max-total-output-size", "1023B", "1KB"),
			new Range("openai.run.poll.initial-interval", "999us", "1ms"),
			new Range("openai.run.thread-store.max-threads", "0", "1"),
			new Range("openai.run.thread-store.max-items", "0", "1"),
			new Range("openai.run.thread-store.idle-timeout", "-1ms", "0s"),
			new Range("openai.run.thread-window.max-items", "0", "1"),
			new Range("openai.run.thread-window.max-input-tokens", "0", "1"),
			new Range("openai.run.poll.multiplier", "0.5", "1"),
			new Range("openai.run.poll.max-interval", "149ms", "150ms"),
			new Range("openai.run.busy-thread.max-wait", "-1ms", "0s"),
			new Range("openai.run.web.heartbeat-interval", "0s", "1ms"),
			new Range("openai.run.web.max-buffer-size", "0B", "1B"), new Range("openai.run.web.max-threads", "0", "1"),
			new Range("openai.run.approval.timeout", "0s", "1ms"), new Range("openai.run.jdbc.deadline", "0s", "1ms"),
			new Range("openai.run.jdbc.retention", "-1ms", "0s"),
			new Range("openai.run.jdbc.shutdown-grace", "-1ms", "0s"),
			new Range("openai.run.jdbc.max-held-pause", "-1ms", "0s"),
			new Range("openai.webhook.max-body-size", "1023B", "1KB", "100MB", "104857601B"),
			new Range("openai.webhook.max-poll-interval", "0s", "1ms"),
			new Range(ASSISTANT + "temperature", "-0.1", "0", "2", "2.1"),
			new Range(ASSISTANT + "top-p", "-0.1", "0", "1", "1.1"),
			new Range(ASSISTANT + "max-output-tokens", "0", "1"),
			new Range(ASSISTANT + "file-search.max-results", "0", "1", "50", "51"),
			new Range(ASSISTANT + "reasoning-effort", "lots", "low"));

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(OpenAiRunAutoConfiguration.class, OpenAiRunWebAutoConfiguration.class,
				OpenAiWebhookAutoConfiguration.class))
		.withUserConfiguration(JdbcProperties.class)
		.withPropertyValues("openai.api-key=sk-test", "openai.webhook.secret=whsec_c2VjcmV0LW9mLXRoZS10ZXN0cw==",
				ASSISTANT + "model=gpt-5-mini");

	@ParameterizedTest
	@MethodSource("outOfRange")
	void refusesValuesOutOfRange(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(refusal(context.getStartupFailure())).satisfies((refusal) -> {
				assertThat(refusal.getName()).isEqualTo(property);
				assertThat(refusal.getReason()).startsWith("The value must be ");
				assertThat(refusal.getValue()).isNotNull();
			});
		});
	}

	@ParameterizedTest
	@MethodSource("atBounds")
	void takesValuesAtTheBounds(String property, String value) {
		this.runner.withPropertyValues(property + "=" + value).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void everyNumberDurationAndSizeHasARange() {
		Set<String> numbers = new TreeSet<>();
		for (JsonNode property : metadata().get("properties")) {
			String type = property.path("type").asString("");
			if (Set
				.of("java.lang.Integer", "java.lang.Double", "java.lang.Long", "java.time.Duration",
						"org.springframework.util.unit.DataSize")
				.contains(type) && property.get("name").asString().startsWith("openai.")) {
				numbers.add(property.get("name").asString());
			}
		}
		assertThat(RANGES.stream().map(Range::property).filter((name) -> !name.startsWith(ASSISTANT)))
			.containsAll(numbers);
	}

	@Test
	void refusesAnSslBundleThatDoesNotExist() {
		this.runner.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("openai.ssl.bundle=missing")
			.run((context) -> assertThat(refusal(context.getStartupFailure())).satisfies((refusal) -> {
				assertThat(refusal.getName()).isEqualTo("openai.ssl.bundle");
				assertThat(refusal.getReason()).contains("spring.ssl.bundle.pem.missing");
			}));
	}

	static Stream<Object[]> outOfRange() {
		return RANGES.stream()
			.flatMap((range) -> Stream.of(range.below, range.above)
				.filter((value) -> value != null)
				.map((value) -> new Object[] { range.property, value }));
	}

	static Stream<Object[]> atBounds() {
		return RANGES.stream()
			.flatMap((range) -> Stream.of(range.lowest, range.highest)
				.filter((value) -> value != null)
				.map((value) -> new Object[] { range.property, value }));
	}

	private static InvalidConfigurationPropertyValueException refusal(Throwable failure) {
		return causes(failure).filter(InvalidConfigurationPropertyValueException.class::isInstance)
			.map(InvalidConfigurationPropertyValueException.class::cast)
			.findFirst()
			.orElseThrow(() -> new AssertionError("Not refused for its range", failure));
	}

	private static Stream<Throwable> causes(Throwable failure) {
		return Stream.iterate(failure, (cause) -> cause != null, Throwable::getCause);
	}

	private static JsonNode metadata() {
		try (InputStream input = OpenAiProperties.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return JsonMapper.shared().readTree(input);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Binds the properties of the stores in the database, without a database.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(OpenAiRunJdbcProperties.class)
	static class JdbcProperties {

		JdbcProperties(OpenAiRunJdbcProperties properties) {
			assertThat(properties).isNotNull();
		}

	}

	/**
	 * What is allowed for a property.
	 */
	private record Range(String property, String below, String lowest, String highest, String above) {

		Range(String property, String below, String lowest) {
			this(property, below, lowest, null, null);
		}

	}

}
