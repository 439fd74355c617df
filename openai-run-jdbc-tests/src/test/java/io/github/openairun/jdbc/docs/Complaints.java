package io.github.openairun.jdbc.docs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The complaints, and the replies that another thread gives.
 */
class Complaints {

	private final Map<String, String> saved = new ConcurrentHashMap<>();

	private final Map<String, String> replies = new ConcurrentHashMap<>();

	void save(String id, String text) {
		this.saved.put(id, text);
	}

	synchronized void reply(String id, String text) {
		this.replies.put(id, text);
		notifyAll();
	}

	synchronized String awaitReply(String id, int seconds) throws InterruptedException {
		for (int i = 0; i < seconds && !this.replies.containsKey(id); i++) {
			wait(1000);
		}
		return this.replies.get(id);
	}

}
