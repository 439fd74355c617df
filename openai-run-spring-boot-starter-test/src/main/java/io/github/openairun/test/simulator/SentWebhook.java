package io.github.openairun.test.simulator;

/**
 * An attempt of the simulator to deliver a webhook.
 *
 * @param id the header {@code webhook-id}, the same in every attempt and copy
 * @param type such as {@code response.completed}
 * @param responseId the response
 * @param attempt the number of the attempt, beginning with 1
 * @param status the HTTP status of the response, or 0 if there was none
 * @since 0.1.0
 */
public record SentWebhook(String id, String type, String responseId, int attempt, int status) {

	/**
	 * Returns whether the receiver has taken it.
	 * @return whether the status is a 2xx
	 */
	public boolean delivered() {
		return this.status / 100 == 2;
	}

}
