package io.github.openairun.web;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A store of the newest ids in memory.
 */
final class InMemoryWebhookIdStore implements WebhookIdStore {

	private final int maxIds;

	private final Set<String> ids = new LinkedHashSet<>();

	InMemoryWebhookIdStore(int maxIds) {
		this.maxIds = maxIds;
	}

	@Override
	public synchronized boolean add(String webhookId) {
		if (!this.ids.add(webhookId)) {
			return false;
		}
		if (this.ids.size() > this.maxIds) {
			this.ids.remove(this.ids.iterator().next());
		}
		return true;
	}

	@Override
	public synchronized void remove(String webhookId) {
		this.ids.remove(webhookId);
	}

}
