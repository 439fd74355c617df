package io.github.openairun.wire.assistants;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;
import io.github.openairun.ToolOutput;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunEvent;
import io.github.openairun.wire.RunStreams;
import io.github.openairun.wire.WireClient;
import io.github.openairun.wire.WireRequest;

/**
 * Streams of runs (OpenAI API reference, Assistants streaming). An interrupted stream
 * cannot be resumed.
 */
class AssistantsRunStreams implements RunStreams {

	private final WireClient client;

	private final Function<RunCreation, WireRequest> creations;

	private final BiFunction<Run, List<ToolOutput>, WireRequest> submissions;

	AssistantsRunStreams(WireClient client, Function<RunCreation, WireRequest> creations,
			BiFunction<Run, List<ToolOutput>, WireRequest> submissions) {
		this.client = client;
		this.creations = creations;
		this.submissions = submissions;
	}

	@Override
	public Flow.Publisher<RunEvent> create(RunCreation creation) {
		return stream(() -> this.creations.apply(creation), null);
	}

	@Override
	public Flow.Publisher<RunEvent> submitToolOutputs(Run run, List<ToolOutput> outputs) {
		return stream(() -> this.submissions.apply(run, outputs), run);
	}

	private Flow.Publisher<RunEvent> stream(Supplier<WireRequest> request, @Nullable Run run) {
		return this.client.stream(new RunEventReader(request, run));
	}

	@Override
	public Flow.@Nullable Publisher<RunEvent> resume(Run run, long after) {
		return null;
	}

	@Override
	public RunStreams withResponseTimeout(Duration timeout) {
		return new AssistantsRunStreams(this.client.withResponseTimeout(timeout), this.creations, this.submissions);
	}

	@Override
	public RunStreams blocking() {
		return new AssistantsRunStreams(this.client.withBlockingStreams(), this.creations, this.submissions);
	}

}
