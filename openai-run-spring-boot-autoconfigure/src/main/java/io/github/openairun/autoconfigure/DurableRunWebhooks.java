package io.github.openairun.autoconfigure;

import org.springframework.context.event.EventListener;

import io.github.openairun.WebhookEvent;
import io.github.openairun.jdbc.DurableRunWorker;

/**
 * Lets the durable run go on whose response a webhook is about, if no node holds it.
 */
class DurableRunWebhooks {

	private final DurableRunWorker worker;

	DurableRunWebhooks(DurableRunWorker worker) {
		this.worker = worker;
	}

	@EventListener
	void received(WebhookEvent event) {
		String responseId = event.responseId();
		if (responseId != null) {
			this.worker.responseEnded(responseId);
		}
	}

}
