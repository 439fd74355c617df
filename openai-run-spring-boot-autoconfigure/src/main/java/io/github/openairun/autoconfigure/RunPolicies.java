package io.github.openairun.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.PollPolicy;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.Sleeper;
import io.github.openairun.wire.responses.ResponsesGateway;

/**
 * How runs are carried and driven, as the properties say.
 */
final class RunPolicies {

	private RunPolicies() {
	}

	static PollPolicy poll(OpenAiRunProperties properties) {
		OpenAiRunProperties.Poll poll = properties.getPoll();
		return new PollPolicy(poll.getInitialInterval(), poll.getMultiplier(), poll.getMaxInterval(),
				PollPolicy.defaults().random());
	}

	/** An application's own policy goes before the properties. */
	static BusyThreadPolicy busyThread(ObjectProvider<BusyThreadPolicy> own, ObjectProvider<Sleeper> sleepers,
			OpenAiRunProperties properties) {
		OpenAiRunProperties.BusyThread busyThread = properties.getBusyThread();
		return own.getIfAvailable(() -> new BusyThreadPolicy(busyThread.getAction(), busyThread.getMaxWait(),
				sleepers.getIfAvailable(Sleeper::system)));
	}

	static ResponsesGateway.Options responses(@Nullable RunLinkStore links, AssistantCatalog assistants,
			OpenAiRunProperties properties) {
		OpenAiRunProperties.Responses responses = properties.getResponses();
		return new ResponsesGateway.Options(links, assistants::find, responses.isRepairDanglingCalls(),
				responses.getBackground());
	}

}
