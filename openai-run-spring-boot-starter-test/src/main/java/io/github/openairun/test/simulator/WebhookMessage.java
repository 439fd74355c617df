package io.github.openairun.test.simulator;

/**
 * A webhook that is to be delivered.
 *
 * @param id what receivers tell copies by
 * @param type the event's type
 * @param responseId the response that it tells of
 * @param body the body
 */
record WebhookMessage(String id, String type, String responseId, String body) {

}
