package io.github.openairun.wire.responses;

import org.jspecify.annotations.Nullable;

import io.github.openairun.Run;

/**
 * The content of {@link Run#continuation()} on this wire: the id of the run's newest
 * response and, until the run has ended, the application's own request. A run that was
 * loaded without one gets it from what the response echoes, as soon as it waits for
 * outputs.
 *
 * @param responseId the id, or {@code null} if it is not known
 * @param request the request without its input, as {@link ContinuationRequest} writes it,
 * or {@code null}
 */
record RunPosition(@Nullable String responseId, @Nullable String request) {

	private static final RunPosition NONE = new RunPosition(null, null);

	static RunPosition of(Run run) {
		String text = run.continuation();
		if (text == null) {
			return NONE;
		}
		int end = text.indexOf('\n');
		String id = (end < 0) ? text : text.substring(0, end);
		return new RunPosition(id.isEmpty() ? null : id, (end < 0) ? null : text.substring(end + 1));
	}

	/**
	 * Return the id of the newest response of a run.
	 * @return the id, or {@code null} if it is not known
	 */
	static @Nullable String responseId(Run run) {
		String text = run.continuation();
		int end = (text != null) ? text.indexOf('\n') : -1;
		String id = (text != null && end >= 0) ? text.substring(0, end) : text;
		return (id == null || id.isEmpty()) ? null : id;
	}

	RunPosition withoutRequest() {
		return new RunPosition(this.responseId, null);
	}

	/**
	 * Return the text that a run carries.
	 * @return the text, or {@code null} if nothing is known
	 */
	@Nullable String text() {
		String id = (this.responseId != null) ? this.responseId : "";
		if (this.request != null) {
			return id + '\n' + this.request;
		}
		return id.isEmpty() ? null : id;
	}

}
