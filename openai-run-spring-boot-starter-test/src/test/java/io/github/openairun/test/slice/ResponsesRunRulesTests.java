package io.github.openairun.test.slice;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.openairun.Run;
import io.github.openairun.RunError;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.test.OpenAiRunTest;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

@OpenAiRunTest(tools = ParcelTools.class, properties = { "openai.run.wire=responses",
		"openai.run.responses.background=on", AbstractRunRulesTests.SILENT })
class ResponsesRunRulesTests extends AbstractRunRulesTests {

	@Test
	void doesNotExpire() {
		Run run = waitingRun();
		assertThat(run.expiresAt()).isNull();
		this.time.advance(LIFE);
		assertThat(this.runs.refresh(run).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
	}

	@Test
	void aDriveEndsWithoutTheRun() {
		assertThat(runAfterTenMinutes().result()).failsWithin(Duration.ofSeconds(5))
			.withThrowableThat()
			.withCauseInstanceOf(RunTimeoutException.class);
	}

	/** OpenAI API reference, The response object: there is no such status. */
	@Test
	void failsWhereAScriptLetsItExpire() {
		this.simulator.when(anyMessage()).expire();
		Run run = this.runs.execute("support", "Hello").run();
		assertThat(run.status()).isEqualTo(RunStatus.FAILED);
		assertThat(run.lastError()).isEqualTo(new RunError("server_error", "The response expired."));
		assertThat(this.simulator).lastRun().endedAs("failed");
	}

}
