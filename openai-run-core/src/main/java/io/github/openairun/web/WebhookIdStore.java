package io.github.openairun.web;

import org.springframework.util.Assert;

/**
 * Remembers the ids of webhooks, so that repeated deliveries of a webhook are not
 * processed again. Implementations are thread-safe; one that several instances share
 * recognizes repeated deliveries to different instances.
 *
 * @since 0.1.0
 */
public interface WebhookIdStore {

	/**
	 * Remember an id.
	 * @param webhookId the id of a webhook whose signature was verified
	 * @return whether the id is new
	 */
	boolean add(String webhookId);

	/**
	 * Forget an id because its webhook could not be processed, so that the next delivery
	 * is.
	 * @param webhookId the id
	 */
	void remove(String webhookId);

	/**
	 * Create a store in memory.
	 * @param maxIds the number of ids that are remembered, the newest ones; at least 1
	 * @return the store
	 */
	static WebhookIdStore inMemory(int maxIds) {
		Assert.isTrue(maxIds >= 1, "'maxIds' must be at least 1");
		return new InMemoryWebhookIdStore(maxIds);
	}

}
