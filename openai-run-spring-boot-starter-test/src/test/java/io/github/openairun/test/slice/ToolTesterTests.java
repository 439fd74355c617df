package io.github.openairun.test.slice;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import io.github.openairun.ToolOutcome;
import io.github.openairun.test.OpenAiRunTest;
import io.github.openairun.test.ToolTestResult;
import io.github.openairun.test.ToolTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@OpenAiRunTest(tools = CityTools.class)
class ToolTesterTests {

	@Autowired
	ToolTester tester;

	@Test
	void showsOutputOutcomeAndSchema() {
		ToolTestResult result = this.tester.call("weather", "{\"city\":\"Oslo\"}");
		assertThat(result.output()).isEqualTo("Rain in Oslo");
		assertThat(result.outcome()).isEqualTo(ToolOutcome.SUCCESS);
		assertThat(result.schema()).contains("at least 2 characters");
		assertThat(result).hasToString("weather{\"city\":\"Oslo\"} -> success: Rain in Oslo");
	}

	@Test
	void validatesTheArguments() {
		ToolTestResult result = this.tester.call("weather", "{\"city\":\"O\"}");
		assertThat(result.outcome()).isEqualTo(ToolOutcome.INVALID_ARGUMENTS);
		assertThat(result.output()).contains("city");
	}

	@Test
	void endsCallsThatTakeTooLong() {
		assertThat(this.tester.call("hang", "{}").outcome()).isEqualTo(ToolOutcome.TIMEOUT);
	}

	@Test
	void namesTheToolsThatThereAre() {
		ToolTestResult result = this.tester.call("wether", "{}");
		assertThat(result.outcome()).isEqualTo(ToolOutcome.UNKNOWN_TOOL);
		assertThat(result.output()).contains("weather");
		assertThatIllegalStateException().isThrownBy(result::schema).withMessageContaining("'wether'");
	}

	@Test
	void handsAttributesToTheHandler() {
		assertThat(this.tester.with("user", "kim").call("asker", "{}").output()).isEqualTo("kim");
		assertThat(this.tester.call("asker", "{}").output()).isEqualTo("null");
	}

}
