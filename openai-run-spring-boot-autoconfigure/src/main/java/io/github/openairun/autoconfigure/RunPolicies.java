package io.github.openairun.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;
import io.github.openairun.engine.AssistantCatalog;
import io.github.openairun.engine.BusyThreadPolicy;
import io.github.openairun.engine.PollPolicy;
import io.github.openairun.observation.RunObservations;
import io.github.openairun.wire.RunLinkStore;
import io.github.openairun.wire.responses.ResponsesGateway;

/**
 * How runs are carried and driven, as the properties say.
 */
final class RunPolicies {

	private RunPolicies() {
	}

	static RunLimits limits(RunLimitProperties properties) {
		if (properties.getOnTimeout() == RunLimit.Action.TELL_MODEL) {
			throw new InvalidConfigurationPropertyValueException("openai.run.on-timeout", properties.getOnTimeout(),
					"A run that takes too long has no call to answer: set 'cancel' or 'throw'.");
		}
		return new RunLimits(properties.getTimeout(),
				new RunLimit(properties.getMaxRounds(), properties.getOnMaxRounds()),
				new RunLimit(properties.getMaxCalls(), properties.getOnMaxCalls()),
				new RunLimit(properties.getMaxCallsPerTool(), properties.getOnMaxCallsPerTool()),
				new RunLimit(properties.getMaxIdenticalCalls(), properties.getOnMaxIdenticalCalls()),
				properties.getOnTimeout());
	}

	static PollPolicy poll(OpenAiRunProperties properties) {
		OpenAiRunProperties.Poll poll = properties.getPoll();
		return new PollPolicy(poll.getInitialInterval(), poll.getMultiplier(), poll.getMaxInterval(),
				PollPolicy.defaults().random());
	}

	/** An application's own policy goes before the properties. */
	static BusyThreadPolicy busyThread(ObjectProvider<BusyThreadPolicy> own, OpenAiRunProperties properties) {
		OpenAiRunProperties.BusyThread busyThread = properties.getBusyThread();
		return own.getIfAvailable(() -> new BusyThreadPolicy(busyThread.getAction(), busyThread.getMaxWait()));
	}

	static RunObservations observations(ObjectProvider<RunObservations> own) {
		return own.getIfUnique(() -> RunObservations.NONE);
	}

	/** An application's own store of links goes before the properties. */
	static ResponsesGateway.Options responses(ObjectProvider<RunLinkStore> links, AssistantCatalog assistants,
			OpenAiRunProperties properties) {
		OpenAiRunProperties.Responses responses = properties.getResponses();
		RunLinkStore store = links.getIfAvailable();
		if (store == null && responses.getLinkStore() == OpenAiRunProperties.Responses.LinkStore.MEMORY) {
			store = RunLinkStore.inMemory();
		}
		return new ResponsesGateway.Options(store, assistants::find, responses.isRepairDanglingCalls(),
				responses.getBackground());
	}

}
