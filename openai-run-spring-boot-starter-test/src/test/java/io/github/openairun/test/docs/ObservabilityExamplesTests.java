package io.github.openairun.test.docs;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.github.openairun.autoconfigure.OpenAiObservationAutoConfiguration;
import io.github.openairun.observation.DefaultDriveObservationConvention;
import io.github.openairun.observation.DefaultToolCallObservationConvention;
import io.github.openairun.observation.DriveObservationContext;
import io.github.openairun.observation.DriveObservationConvention;
import io.github.openairun.observation.RunMeterDocumentation;
import io.github.openairun.observation.RunObservationDocumentation;
import io.github.openairun.observation.RunObservations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/observability.md}, and its lists of observations, meters
 * and keys, which are those of the code.
 */
class ObservabilityExamplesTests {

	private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final String page = Pages.read("docs/observability.md");

	@ParameterizedTest
	@EnumSource
	void everyKeyIsListed(RunObservationDocumentation observation) {
		String name = (observation == RunObservationDocumentation.DRIVE)
				? new DefaultDriveObservationConvention().getName()
				: new DefaultToolCallObservationConvention().getName();
		String section = Pages.between(this.page, "### " + name + "\n", "\n#");
		assertThat(keysOn("timer and span", section)).isEqualTo(names(observation.getLowCardinalityKeyNames()));
		assertThat(keysOn("span", section)).isEqualTo(names(observation.getHighCardinalityKeyNames()));
	}

	@Test
	void everyObservationIsListed() {
		Matcher headings = Pattern.compile("^### (.+)$", Pattern.MULTILINE).matcher(this.page);
		assertThat(headings.results().map((heading) -> heading.group(1)))
			.hasSameSizeAs(RunObservationDocumentation.values());
	}

	@Test
	void everyMeterIsListed() {
		List<String> listed = Pages.between(this.page, "## Meters\n", "\n#")
			.lines()
			.filter((row) -> row.startsWith("| `"))
			.toList();
		assertThat(listed).isEqualTo(Stream.of(RunMeterDocumentation.values()).map(this::row).toList());
	}

	private String row(RunMeterDocumentation meter) {
		String unit = (meter.getBaseUnit() != null) ? " " + meter.getBaseUnit() : "";
		List<String> keys = names(meter.getKeyNames()).stream().map((key) -> "`" + key + "`").toList();
		return "| `" + meter.getName() + "` | " + meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ')
				+ " |" + unit + " |" + (keys.isEmpty() ? "" : " " + String.join(", ", keys)) + " |";
	}

	@Test
	void aBeanNamesWhatItWants() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(OpenAiObservationAutoConfiguration.class))
			.withUserConfiguration(Conventions.class)
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> {
				DriveObservationConvention convention = context.getBean(RunObservations.class).driveConvention();
				DriveObservationContext drive = new DriveObservationContext("responses", "openai", false, false);
				assertThat(convention.getLowCardinalityKeyValues(drive)).extracting((value) -> value.getKey())
					.contains("team", "gen_ai.operation.name");
			});
	}

	@Test
	void outcomesOfToolCallsAreThoseOfTheCode() {
		Matcher codes = CODE.matcher(Pages.between(this.page, "The outcome is ", ";"));
		assertThat(codes.results().map((code) -> code.group(1))).containsExactly("success", "error", "timeout",
				"denied", "invalid_arguments", "result_unavailable", "interrupted", "unknown_tool", "limit");
	}

	private static List<String> keysOn(String where, String section) {
		return ROW.matcher(section)
			.results()
			.filter((row) -> row.group(2).equals(where))
			.map((row) -> row.group(1))
			.toList();
	}

	private static List<String> names(KeyName[] keys) {
		return Stream.of(keys).map(KeyName::asString).toList();
	}

	@Configuration(proxyBeanMethods = false)
	static class Conventions {

		@Bean
		DriveObservationConvention driveConvention() {
			return new DefaultDriveObservationConvention() {

				@Override
				public KeyValues getLowCardinalityKeyValues(DriveObservationContext context) {
					return super.getLowCardinalityKeyValues(context).and("team", "lamps");
				}

			};
		}

	}

}
