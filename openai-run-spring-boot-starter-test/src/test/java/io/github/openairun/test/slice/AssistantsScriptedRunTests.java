package io.github.openairun.test.slice;

import org.junit.jupiter.api.Test;

import io.github.openairun.RunStatus;
import io.github.openairun.test.OpenAiRunTest;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

@OpenAiRunTest(tools = CityTools.class, properties = { "openai.run.wire=assistants", "openai.run.timeout=9m",
		"openai.run.assistants.sales.id=asst_sales", "openai.run.assistants.sales.model=gpt-5-mini" })
class AssistantsScriptedRunTests extends AbstractScriptedRunTests {

	@Test
	void expires() {
		this.simulator.when(anyMessage()).expire();
		assertThat(this.runs.execute("support", "Hi").run().status()).isEqualTo(RunStatus.EXPIRED);
	}

}
