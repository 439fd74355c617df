package io.github.openairun.wire.assistants;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ApiError;
import io.github.openairun.BadRequestException;
import io.github.openairun.ConflictException;
import io.github.openairun.ThreadBusyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ThreadLockDetector}.
 */
class ThreadLockDetectorTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-",
			value = { "Can't add messages to thread_1 while a run run_9 is active.|run_9",
					"Can't add messages to thread_1 while a run 17-b is active|17-b",
					"Can't add messages while a run is active.|-",
					"Thread thread_1 already has an active run run_9.|run_9",
					"Thread thread_1 already has an active run run_9|run_9",
					"Thread thread_1 already has an active run 'run_9'.|run_9",
					"Thread thread_1 already has an active run: 17, wait for it|17",
					"THREAD already HAS AN ACTIVE RUN.|-", "thread already has an active run|-" })
	void shouldFindTheRunThatBlocks(String message, @Nullable String runId) {
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> ThreadLockDetector.respect("thread_1", refused(message)))
			.satisfies((ex) -> {
				assertThat(ex.threadId()).isEqualTo("thread_1");
				assertThat(ex.blockingRunId()).isEqualTo(runId);
			})
			.withCauseInstanceOf(BadRequestException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Unknown parameter: 'runs'", "The run is active",
			"Runs in status \"expired\" do not " + "accept tool outputs" })
	void shouldLeaveOtherRefusalsAsTheyAre(String message) {
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> ThreadLockDetector.respect("thread_1", refused(message)));
	}

	@Test
	void shouldKnowTheLockOfServersThatAnswer409() {
		assertThatExceptionOfType(ThreadBusyException.class)
			.isThrownBy(() -> ThreadLockDetector.respect("thread_1", () -> {
				throw new ConflictException(error("Thread thread_1 already has an active run run_9."));
			}));
	}

	@Test
	void shouldReturnWhatTheCallReturns() {
		assertThat(ThreadLockDetector.respect("thread_1", () -> "x")).isEqualTo("x");
	}

	private static Supplier<String> refused(String message) {
		return () -> {
			throw new BadRequestException(error(message));
		};
	}

	private static ApiError error(String message) {
		return new ApiError(400, "POST /x", message, null, null, null, null, null);
	}

}
