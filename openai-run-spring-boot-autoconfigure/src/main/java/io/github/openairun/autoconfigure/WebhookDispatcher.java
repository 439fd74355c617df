package io.github.openairun.autoconfigure;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.ApplicationEventPublisher;

import io.github.openairun.WebhookEvent;
import io.github.openairun.engine.RunEngine;
import io.github.openairun.support.LogText;

/**
 * Lets the engine poll the run of a webhook at once, and publishes the webhook as an
 * application event. Listeners may block, so they are called on other threads than that
 * of the request.
 */
final class WebhookDispatcher implements Consumer<WebhookEvent> {

	private static final Log logger = LogFactory.getLog(WebhookDispatcher.class);

	private final RunEngine engine;

	private final ApplicationEventPublisher publisher;

	private final Executor executor;

	WebhookDispatcher(RunEngine engine, ApplicationEventPublisher publisher, Executor executor) {
		this.engine = engine;
		this.publisher = publisher;
		this.executor = executor;
	}

	@Override
	public void accept(WebhookEvent event) {
		String responseId = event.responseId();
		if (responseId != null) {
			this.engine.pollNow(responseId);
		}
		this.executor.execute(() -> publish(event));
	}

	private void publish(WebhookEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error("A listener of webhook " + LogText.of(event.webhookId()) + " of type "
					+ LogText.of(event.type()) + " has failed", ex);
		}
	}

}
