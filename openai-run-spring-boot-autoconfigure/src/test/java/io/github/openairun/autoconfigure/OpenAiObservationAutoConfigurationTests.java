package io.github.openairun.autoconfigure;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.github.openairun.RunOperations;
import io.github.openairun.observation.DefaultDriveObservationConvention;
import io.github.openairun.observation.DefaultToolCallObservationConvention;
import io.github.openairun.observation.DriveObservationConvention;
import io.github.openairun.observation.RunGauges;
import io.github.openairun.observation.RunMeters;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.observation.ToolCallObservationConvention;

import static org.assertj.core.api.Assertions.assertThat;

class OpenAiObservationAutoConfigurationTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(OpenAiObservationAutoConfiguration.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, OpenAiRunAutoConfiguration.class,
				OpenAiObservationAutoConfiguration.class))
		.withPropertyValues("openai.api-key=sk-test");

	private final ApplicationContextRunner observed = this.runner
		.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));

	private final ApplicationContextRunner measured = this.observed.withConfiguration(
			AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.log);
		this.log.start();
	}

	@AfterEach
	void leave() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
	}

	@Test
	void observesWhereThereIsARegistry() {
		this.observed.run((context) -> {
			RunObservations observations = context.getBean(RunObservations.class);
			assertThat(observations.registry()).isSameAs(context.getBean(ObservationRegistry.class));
			assertThat(observations.content()).isFalse();
			assertThat(observations.provider()).isEqualTo("openai");
			assertThat(context).doesNotHaveBean(RunMeters.class);
		});
	}

	@Test
	void theBaseUrlMayHaveBlanksAroundIt() {
		this.observed
			.withBean(OpenAiConnectionDetails.class, () -> details(" https://shop.openai.azure.com/openai/v1 "))
			.run((context) -> assertThat(context.getBean(RunObservations.class).provider())
				.isEqualTo("azure.ai.openai"));
	}

	@Test
	void aBaseUrlThatIsNoneIsReportedAsSuch() {
		this.observed.withPropertyValues("openai.base-url=http://my host/v1")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class));
	}

	private static OpenAiConnectionDetails details(String baseUrl) {
		return new PropertiesOpenAiConnectionDetails(baseUrl, "sk-test");
	}

	@Test
	void observesNothingWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(RunOperations.class)
			.doesNotHaveBean(RunObservations.class)
			.doesNotHaveBean(RunMeters.class));
	}

	@Test
	void observesNothingWhenDisabled() {
		this.measured.withPropertyValues("openai.run.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(RunObservations.class)
				.doesNotHaveBean(RunMeters.class));
	}

	@Test
	void startsWithoutMicrometer() {
		this.runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RunOperations.class));
	}

	@Test
	void measuresWhereThereIsARegistryOfMeters() {
		this.measured.run((context) -> {
			assertThat(context).hasSingleBean(RunMeters.class).hasSingleBean(RunGauges.class);
			assertThat(context.getBean(SimpleMeterRegistry.class).get("openai.run.active").gauge().value()).isZero();
		});
	}

	@Test
	void measuresNothingWithoutTheClasses() {
		this.observed.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(RunObservations.class)
				.doesNotHaveBean("runMeters")
				.doesNotHaveBean("runGauges"));
	}

	@Test
	void backsOffForTheUsersOwnBeans() {
		this.observed.withBean("own", RunObservations.class, () -> RunObservations.NONE)
			.run((context) -> assertThat(context.getBean(RunObservations.class)).isSameAs(RunObservations.NONE));
	}

	@Test
	void takesTheUsersConventions() {
		DriveObservationConvention drive = new DefaultDriveObservationConvention();
		ToolCallObservationConvention call = new DefaultToolCallObservationConvention();
		this.observed.withBean(DriveObservationConvention.class, () -> drive)
			.withBean(ToolCallObservationConvention.class, () -> call)
			.run((context) -> {
				RunObservations observations = context.getBean(RunObservations.class);
				assertThat(observations.driveConvention()).isSameAs(drive);
				assertThat(observations.toolCallConvention()).isSameAs(call);
			});
	}

	@Test
	void warnsThatContentIsObserved() {
		this.observed.withPropertyValues("openai.run.observe-content=true")
			.run((context) -> assertThat(context.getBean(RunObservations.class).content()).isTrue());
		assertThat(this.log.list).singleElement().satisfies((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).startsWith("openai.run.observe-content is enabled");
		});
	}

	@Test
	void doesNotWarnByDefault() {
		this.observed.run((context) -> assertThat(context).hasSingleBean(RunObservations.class));
		assertThat(this.log.list).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "https://api.openai.com/v1, openai",
			"https://me.services.ai.azure.com/api/projects/p, azure.ai.openai",
			"https://ME.OPENAI.AZURE.COM/openai/v1, azure.ai.openai", "http://localhost:8080, openai", ", openai" })
	void namesTheProvider(String baseUrl, String provider) {
		assertThat(OpenAiObservationAutoConfiguration.provider(baseUrl)).isEqualTo(provider);
	}

}
