package io.github.openairun.engine;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ApiError;
import io.github.openairun.BadRequestException;
import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RunGateway;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Snapshots for tests.
 */
final class Runs {

	static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private Runs() {
	}

	/** Return a gateway without streams, whose view without retries it is itself. */
	static RunGateway gateway() {
		RunGateway gateway = mock();
		given(gateway.forDrive()).willReturn(gateway);
		given(gateway.within(any())).willReturn(gateway);
		given(gateway.onThread(any())).willAnswer((invocation) -> invocation.getArgument(0));
		return gateway;
	}

	static Run in(RunStatus status) {
		return Run.builder("run_1", "thread_1").status(status).createdAt(NOW).build();
	}

	static Run asking(String... callIds) {
		List<ToolCall> calls = Stream.of(callIds).map((id) -> new ToolCall(id, "tool_" + id, "{}")).toList();
		return asking(calls);
	}

	static Run asking(List<ToolCall> calls) {
		return in(RunStatus.REQUIRES_ACTION).mutate().toolCalls(calls).build();
	}

	static List<ToolOutput> outputs(String... callIds) {
		return Stream.of(callIds).map((id) -> new ToolOutput(id, "output of " + id)).toList();
	}

	static ApiConnectionException broken() {
		return new ApiConnectionException("GET /x", true, null);
	}

	static BadRequestException refused() {
		return new BadRequestException(
				new ApiError(400, "POST /x", "no outputs any more", null, null, null, null, null));
	}

}
