package io.github.openairun.web;

import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.AuthenticationException;
import io.github.openairun.RateLimitException;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunInterruptedException;
import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRejectedException;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadBusyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class FailureKindTests {

	@ParameterizedTest
	@MethodSource
	void saysNoMoreThanTheKind(Class<? extends Throwable> type, String kind) {
		assertThat(FailureKind.of(mock(type))).isEqualTo(kind);
	}

	@ParameterizedTest
	@MethodSource("saysNoMoreThanTheKind")
	void looksAtTheCauseOfABrokenDrive(Class<? extends Throwable> type, String kind) {
		RunDriveException drive = mock(RunDriveException.class);
		Throwable cause = mock(type);
		given(drive.getCause()).willReturn(cause);
		assertThat(FailureKind.of(drive)).isEqualTo(kind);
	}

	static Stream<Arguments> saysNoMoreThanTheKind() {
		return Stream.of(Arguments.of(CancellationException.class, "interrupted"),
				Arguments.of(RunInterruptedException.class, "interrupted"),
				Arguments.of(RunTimeoutException.class, "timeout"),
				Arguments.of(RunLimitExceededException.class, "limit"), Arguments.of(ThreadBusyException.class, "busy"),
				Arguments.of(RunRejectedException.class, "busy"), Arguments.of(RateLimitException.class, "busy"),
				Arguments.of(ApiConnectionException.class, "unavailable"),
				Arguments.of(ServerErrorException.class, "unavailable"),
				Arguments.of(RunOutcomeUnknownException.class, "outcome-unknown"),
				Arguments.of(AuthenticationException.class, "internal"),
				Arguments.of(IllegalStateException.class, "internal"));
	}

}
