package io.github.openairun.wire.responses;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.github.openairun.BadRequestException;
import io.github.openairun.support.LogText;

/**
 * What a gateway and those derived from it, with another key or without retries, know in
 * common.
 *
 * @param options how they behave
 * @param doubtfulCreations the nonces of creations whose response was lost
 * @param foreground whether the server has refused to work in the background
 */
record SharedState(ResponsesGateway.Options options, Set<String> doubtfulCreations, AtomicBoolean foreground) {

	private static final Log logger = LogFactory.getLog(SharedState.class);

	private static final int MAX_DOUBTFUL = 1000;

	static SharedState of(ResponsesGateway.Options options) {
		Assert.notNull(options, "'options' must not be null");
		Set<String> recent = Collections.newSetFromMap(new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
				return size() > MAX_DOUBTFUL;
			}

		});
		return new SharedState(options, Collections.synchronizedSet(recent), new AtomicBoolean());
	}

	boolean refusesBackground() {
		return this.foreground.get();
	}

	void refusedBackground(BadRequestException refusal) {
		if (this.foreground.compareAndSet(false, true)) {
			logger.warn("The server refuses responses in the background: " + LogText.of(refusal.error().message(), 1000)
					+ " From now on they are made in the foreground, where a request takes as long as the model does "
					+ "(openai.read-timeout) and a run that works cannot be cancelled; "
					+ "openai.run.responses.background=off does so from the start");
		}
	}

}
