package io.github.openairun.test.slice;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.test.OpenAiRunTest;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;

@OpenAiRunTest(tools = ParcelTools.class, properties = { "openai.run.wire=assistants", AbstractRunRulesTests.SILENT })
class AssistantsRunRulesTests extends AbstractRunRulesTests {

	@Test
	void expiresTenMinutesAfterItsCreation() {
		Run run = waitingRun();
		assertThat(run.expiresAt()).isEqualTo(run.createdAt().plus(LIFE));
		this.time.advance(LIFE.minusSeconds(1));
		assertThat(this.runs.refresh(run).status()).isEqualTo(RunStatus.REQUIRES_ACTION);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.runs.refresh(run).status()).isEqualTo(RunStatus.EXPIRED);
	}

	@Test
	void aDriveSeesItExpire() {
		assertThat(runAfterTenMinutes().result()).succeedsWithin(Duration.ofSeconds(5))
			.satisfies((result) -> assertThat(result.run().status()).isEqualTo(RunStatus.EXPIRED));
	}

	@Test
	void expiresInAScript() {
		this.simulator.when(anyMessage()).expire();
		assertThat(this.runs.execute("support", "Hello").run().status()).isEqualTo(RunStatus.EXPIRED);
		assertThat(this.simulator).lastRun().endedAs("expired");
	}

}
