package io.github.openairun.test.simulator;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.models.responses.Response;
import org.junit.jupiter.api.Test;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * That OpenAI's own SDK really validates the answers.
 */
class ValidationSdkIntegrationTests extends AbstractResponsesSdkTests {

	@Test
	void answerThatIsNotValidIsNoticed() {
		this.simulator.when(anyMessage()).reply("Done");
		Response response = create(this.client.conversations().create(), user("Hi"));
		this.simulator.failNext(Operation.GET_RUN, Fault.beforeActing(200).withBody("""
				{"id": "resp_1", "object": "response", "status": "pondering"}"""));
		assertThatExceptionOfType(OpenAIInvalidDataException.class).isThrownBy(() -> read(response));
	}

}
