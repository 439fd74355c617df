package io.github.openairun.wire;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Ids}.
 */
class IdsTests {

	@ParameterizedTest
	@CsvSource({ "run_1, thread_1", "17, 18", "a3f0-11, thread_1", "running, threaded" })
	void shouldPassIdsOfTheRightOrOfNoKnownKind(String runId, String threadId) {
		assertThatNoException().isThrownBy(() -> Ids.requireRun(runId, threadId, "run_", "thread_"));
	}

	@Test
	void shouldHintAtTheOrderOfASwappedPair() {
		assertThatIllegalArgumentException().isThrownBy(() -> Ids.requireRun("thread_1", "run_1", "run_", "thread_"))
			.withMessage("'runId' must begin with 'run_', but 'thread_1' is the id of a thread; "
					+ "'threadId' must begin with 'thread_', but 'run_1' is the id of a run. "
					+ "The order is: the run's id, then the thread's");
	}

	@Test
	void shouldHintAtTheOtherWire() {
		assertThatIllegalArgumentException().isThrownBy(() -> Ids.requireRun("resp_1", "thread_1", "run_", "thread_"))
			.withMessageContaining("'resp_1' is the id of a run on wire 'responses'");
		assertThatIllegalArgumentException().isThrownBy(() -> Ids.requireRun("resp_1", "thread_1", "resp_", "conv_"))
			.withMessageContaining("'thread_1' is the id of a thread on wire 'assistants'");
	}

	@Test
	void shouldHintAtWhoKeepsTheThreads() {
		assertThatIllegalArgumentException().isThrownBy(() -> Ids.require("thread_app_1", "threadId", "conv_"))
			.withMessageContaining("that an application keeps with 'openai.run.threads=application'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Ids.requireRun("run_app_1", "thread_app_1", "resp_", "conv_"))
			.withMessageContaining("'run_app_1' is the id of a run that an application keeps")
			.withMessageContaining("'openai.run.threads=application'");
		assertThatIllegalArgumentException().isThrownBy(() -> Ids.require("conv_1", "threadId", "thread_app_"))
			.withMessageContaining(
					"on wire 'responses', which a server keeps: it is known with " + "'openai.run.threads=server'");
	}

	@Test
	void shouldNameTheKindOfASingleId() {
		assertThat(Ids.require("msg_1", "messageId", "msg_")).isEqualTo("msg_1");
		assertThatIllegalArgumentException().isThrownBy(() -> Ids.require("run_1", "messageId", "msg_"))
			.withMessage("'messageId' must begin with 'msg_', but 'run_1' is the id of a run");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "  " })
	void shouldRefuseEmptyIds(@Nullable String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> Ids.require(id, "threadId", "thread_"))
			.withMessage("'threadId' must not be empty");
		assertThatIllegalArgumentException().isThrownBy(() -> Ids.requireRun("run_1", id, "run_", "thread_"))
			.withMessage("'threadId' must not be empty");
	}

}
