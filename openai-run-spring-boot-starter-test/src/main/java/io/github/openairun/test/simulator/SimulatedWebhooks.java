package io.github.openairun.test.simulator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;
import tools.jackson.databind.node.ObjectNode;

/**
 * The webhooks that the simulator sends when a background response of wire
 * {@link Wire#RESPONSES} ends, signed as Standard Webhooks are. While there is a
 * receiver, background responses go on by themselves, whether they are read or not. It is
 * safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SimulatedWebhooks {

	private static final String PREFIX = "whsec_";

	private final Object lock;

	private final Clock clock;

	private final IdSequence ids;

	private final List<SentWebhook> sent = new CopyOnWriteArrayList<>();

	private final List<WebhookMessage> held = new ArrayList<>();

	private final WebhookCourier courier = new WebhookCourier(this.sent::add);

	private @Nullable Receiver receiver;

	private int copies = 1;

	private boolean holding;

	/**
	 * Creates webhooks without a receiver.
	 * @param lock the server's lock
	 */
	SimulatedWebhooks(Object lock, Clock clock, IdSequence ids) {
		this.lock = lock;
		this.clock = clock;
		this.ids = ids;
	}

	/**
	 * Sends webhooks from now on, also after {@link OpenAiSimulator#reset()}.
	 * @param url the receiver
	 * @param secrets the secrets, each with {@code whsec_} and Base64 or as plain text;
	 * each makes a signature
	 * @return these webhooks
	 */
	public SimulatedWebhooks deliverTo(String url, String... secrets) {
		Assert.hasText(url, "'url' must not be empty");
		Assert.notEmpty(secrets, "'secrets' must not be empty");
		synchronized (this.lock) {
			this.receiver = new Receiver(URI.create(url), List.of(secrets));
		}
		return this;
	}

	/**
	 * Sends no webhooks any more.
	 */
	public void stop() {
		synchronized (this.lock) {
			this.receiver = null;
			this.held.clear();
		}
	}

	/**
	 * Delivers each webhook several times, as the live service may.
	 * @param copies how often, by default once
	 * @return these webhooks
	 */
	public SimulatedWebhooks copies(int copies) {
		Assert.isTrue(copies > 0, "'copies' must be positive");
		synchronized (this.lock) {
			this.copies = copies;
		}
		return this;
	}

	/**
	 * Holds webhooks back.
	 */
	public void hold() {
		synchronized (this.lock) {
			this.holding = true;
		}
	}

	/**
	 * Delivers the webhooks that were held back, the newest first, and holds none back
	 * any more.
	 */
	public void release() {
		synchronized (this.lock) {
			this.holding = false;
			for (int i = this.held.size() - 1; i >= 0; i--) {
				deliver(this.held.get(i));
			}
			this.held.clear();
		}
	}

	/**
	 * Sends a webhook now, whatever the response does, and without another attempt if it
	 * is not taken.
	 * @param type such as {@code response.completed}
	 * @param responseId the response, which need not exist
	 * @return what became of it
	 * @throws IllegalStateException if there is no receiver
	 */
	public SentWebhook send(String type, String responseId) {
		WebhookMessage message;
		Receiver to;
		synchronized (this.lock) {
			Assert.state(this.receiver != null, "There is no receiver; call deliverTo(...)");
			to = this.receiver;
			message = message(type, responseId);
		}
		return this.courier.send(message, to.url(), headers(message, to), 1);
	}

	/**
	 * Returns the attempts to deliver so far.
	 * @return the attempts, the oldest first; never {@code null}
	 */
	public List<SentWebhook> sent() {
		return List.copyOf(this.sent);
	}

	/**
	 * Returns the headers of a webhook: for tests that send their own.
	 * @param id the webhook's id
	 * @param time when it is sent
	 * @param body the body, as it is sent
	 * @param secrets the secrets
	 * @return {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}
	 */
	public static Map<String, String> headers(String id, Instant time, String body, String... secrets) {
		String timestamp = Long.toString(time.getEpochSecond());
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("webhook-id", id);
		headers.put("webhook-timestamp", timestamp);
		headers.put("webhook-signature",
				Arrays.stream(secrets)
					.map((secret) -> "v1," + signature(secret, id + "." + timestamp + "." + body))
					.collect(Collectors.joining(" ")));
		return headers;
	}

	/**
	 * Has a background response go on by itself if somebody waits for its end.
	 */
	void follow(EventSource response) {
		if (this.receiver != null) {
			this.courier.follow(new Follower(this.lock, this.clock, response));
		}
	}

	/**
	 * A background response has ended.
	 */
	void ended(SimulatedResponse response) {
		if (this.receiver == null) {
			return;
		}
		WebhookMessage message = message("response." + response.status().text(), response.id());
		if (this.holding) {
			this.held.add(message);
		}
		else {
			deliver(message);
		}
	}

	void reset() {
		this.copies = 1;
		this.holding = false;
		this.held.clear();
		this.sent.clear();
	}

	void close() {
		this.courier.close();
	}

	private void deliver(WebhookMessage message) {
		Receiver to = this.receiver;
		if (to != null) {
			for (int i = 0; i < this.copies; i++) {
				this.courier.deliver(message, to.url(), () -> headers(message, to));
			}
		}
	}

	private Map<String, String> headers(WebhookMessage message, Receiver to) {
		return headers(message.id(), this.clock.instant(), message.body(), to.secrets().toArray(String[]::new));
	}

	/**
	 * OpenAPI document, WebhookResponseCompleted and its siblings.
	 */
	private WebhookMessage message(String type, String responseId) {
		ObjectNode body = SimulatorJson.object().put("id", this.ids.next("evt")).put("object", "event");
		SimulatorJson.putTime(body, "created_at", this.clock.instant());
		body.put("type", type).putObject("data").put("id", responseId);
		return new WebhookMessage(this.ids.next("wh"), type, responseId, SimulatorJson.write(body));
	}

	private static String signature(String secret, String text) {
		byte[] key = secret.startsWith(PREFIX) ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
				: secret.getBytes(StandardCharsets.UTF_8);
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Receiver(URI url, List<String> secrets) {

	}

}
