package io.github.openairun.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.WebhookEvent;
import io.github.openairun.support.LogText;

/**
 * Receives webhooks: verifies their signatures, recognizes repeated deliveries, and
 * passes each webhook on once. It does not depend on a web framework; Spring Boot's
 * auto-configuration connects it to Spring MVC.
 *
 * @since 0.1.0
 */
public final class WebhookReceiver {

	private static final Log logger = LogFactory.getLog(WebhookReceiver.class);

	/** Not the application's mapper, which might rename properties. */
	private static final JsonMapper JSON = new JsonMapper();

	private static final long MAX_SECONDS = Instant.MAX.getEpochSecond();

	private final WebhookVerifier verifier;

	private final WebhookIdStore ids;

	private final Handlers handlers;

	private final int maxBodySize;

	/** Whether a refusal was logged for everybody to see. */
	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Create a receiver.
	 * @param verifier verifies signatures
	 * @param ids remembers webhooks
	 * @param handlers process webhooks and outcomes
	 * @param maxBodySize the maximum size of a body in bytes; at least 1
	 */
	public WebhookReceiver(WebhookVerifier verifier, WebhookIdStore ids, Handlers handlers, int maxBodySize) {
		Assert.notNull(verifier, "'verifier' must not be null");
		Assert.notNull(ids, "'ids' must not be null");
		Assert.notNull(handlers, "'handlers' must not be null");
		Assert.isTrue(maxBodySize > 0 && maxBodySize < Integer.MAX_VALUE,
				"'maxBodySize' must be positive and less than 2 GB");
		this.verifier = verifier;
		this.ids = ids;
		this.handlers = handlers;
		this.maxBodySize = maxBodySize;
	}

	/**
	 * Receive a request.
	 * @param headers the headers
	 * @param body the body, of which no more is read than allowed
	 * @return the outcome, which has the status of the response
	 * @throws IOException if the body cannot be read
	 */
	public WebhookOutcome receive(HttpHeaders headers, InputStream body) throws IOException {
		if (headers.getContentLength() > this.maxBodySize) {
			return counted(WebhookOutcome.TOO_LARGE);
		}
		return receive(headers, body.readNBytes(this.maxBodySize + 1));
	}

	/**
	 * Receive a request whose body was read before.
	 * @param headers the headers
	 * @param body the body as it was received
	 * @return the outcome, which has the status of the response
	 */
	public WebhookOutcome receive(HttpHeaders headers, byte[] body) {
		return counted(process(headers, body));
	}

	private WebhookOutcome counted(WebhookOutcome outcome) {
		this.handlers.outcomes().accept(outcome);
		return outcome;
	}

	private WebhookOutcome process(HttpHeaders headers, byte[] body) {
		if (body.length > this.maxBodySize) {
			return WebhookOutcome.TOO_LARGE;
		}
		String problem = this.verifier.findProblem(headers, body);
		if (problem != null) {
			logRefusal(problem);
			return WebhookOutcome.INVALID_SIGNATURE;
		}
		WebhookEvent event = read(headers, body);
		if (event == null) {
			return WebhookOutcome.UNREADABLE;
		}
		if (!this.ids.add(event.webhookId())) {
			return WebhookOutcome.DUPLICATE;
		}
		try {
			this.handlers.events().accept(event);
			return WebhookOutcome.ACCEPTED;
		}
		catch (RuntimeException ex) {
			this.ids.remove(event.webhookId());
			logger.warn("Webhook " + LogText.of(event.webhookId()) + " could not be processed", ex);
			return WebhookOutcome.UNAVAILABLE;
		}
	}

	/** Anybody can send wrong signatures, so only the first one is a warning. */
	private void logRefusal(String problem) {
		String message = "A webhook was refused because " + problem;
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(message + ". If the server has sent it, check openai.webhook.secret and the clock. "
					+ "Further refusals are logged at debug level");
		}
		else {
			logger.debug(message);
		}
	}

	private static @Nullable WebhookEvent read(HttpHeaders headers, byte[] body) {
		String id = LogText.of(headers.getFirst(WebhookVerifier.ID_HEADER));
		JsonNode event;
		try {
			event = JSON.readTree(body);
		}
		catch (JacksonException ex) {
			logger.warn("Webhook " + id + " is signed, but its body is not JSON");
			return null;
		}
		String type = event.path("type").stringValue("");
		if (type.isBlank()) {
			logger.warn("Webhook " + id + " is signed, but names no type");
			return null;
		}
		String object = event.path("data").path("id").stringValue("");
		return new WebhookEvent(String.valueOf(headers.getFirst(WebhookVerifier.ID_HEADER)), type,
				object.isBlank() ? null : object, createdAt(event, headers));
	}

	private static Instant createdAt(JsonNode event, HttpHeaders headers) {
		JsonNode created = event.path("created_at");
		long seconds = (created.isIntegralNumber() && created.canConvertToLong()) ? created.asLong() : -1;
		return (seconds >= 0 && seconds <= MAX_SECONDS) ? Instant.ofEpochSecond(seconds)
				: WebhookVerifier.timeOf(headers);
	}

	/**
	 * What follows a webhook. Both are called on the thread of the request, so they must
	 * not block.
	 *
	 * @param events processes a webhook; if it throws an exception, the server delivers
	 * the webhook again
	 * @param outcomes counts the outcome of each request
	 */
	public record Handlers(Consumer<WebhookEvent> events, Consumer<WebhookOutcome> outcomes) {

		public Handlers {
			Assert.notNull(events, "'events' must not be null");
			Assert.notNull(outcomes, "'outcomes' must not be null");
		}

	}

}
