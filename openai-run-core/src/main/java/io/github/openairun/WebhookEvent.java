package io.github.openairun;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A webhook of the server whose signature was verified. Spring Boot's auto-configuration
 * publishes it as an application event, once for each webhook.
 * <p>
 * An event is a hint, not a result: webhooks may arrive late, in any order, or never. It
 * contains ids only; load the object to learn its state.
 *
 * <pre class="code">
 * &#064;EventListener
 * void received(WebhookEvent event) {
 * 	if (event.type().equals("batch.completed")) {
 * 		this.batches.collect(event.objectId());
 * 	}
 * }
 * </pre>
 *
 * @param webhookId the id of the webhook, the same for repeated deliveries
 * @param type the type of the event, such as {@code response.completed}; later versions
 * of the API may have further types
 * @param objectId the id of the object that the event is about, or {@code null} if the
 * event names none
 * @param createdAt when the event occurred
 * @since 0.1.0
 */
public record WebhookEvent(String webhookId, String type, @Nullable String objectId, Instant createdAt) {

	private static final String RESPONSE = "response.";

	public WebhookEvent {
		Check.hasText(webhookId, "webhookId");
		Check.hasText(type, "type");
		Check.notNull(createdAt, "createdAt");
	}

	/**
	 * Return the id of the response that the event is about.
	 * @return the id of one of the responses of a run, or {@code null} if the event is
	 * about something else
	 */
	public @Nullable String responseId() {
		return this.type.startsWith(RESPONSE) ? this.objectId : null;
	}

}
