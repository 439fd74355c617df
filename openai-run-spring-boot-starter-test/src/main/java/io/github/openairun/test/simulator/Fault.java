package io.github.openairun.test.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A failure that the simulator answers instead of what it would have answered, before or
 * after it has done what the request asks for. Instances are immutable.
 */
public final class Fault {

	private final boolean acts;

	private final int status;

	private final Map<String, String> headers;

	private final @Nullable String body;

	private final int times;

	private Fault(boolean acts, int status, Map<String, String> headers, @Nullable String body, int times) {
		this.acts = acts;
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.times = times;
	}

	/**
	 * The request has no effect, and the answer is this one.
	 * @param status the HTTP status
	 * @return the fault, with the body that OpenAI sends with this status
	 */
	public static Fault beforeActing(int status) {
		return new Fault(false, checked(status), Map.of(), null, 1);
	}

	/**
	 * The request takes effect, but the answer is this one.
	 * @param status the HTTP status
	 * @return the fault, with the body that OpenAI sends with this status
	 */
	public static Fault afterActing(int status) {
		return new Fault(true, checked(status), Map.of(), null, 1);
	}

	/**
	 * The request has no effect, and the connection is closed without an answer.
	 * @return the fault
	 */
	public static Fault resetBefore() {
		return new Fault(false, ApiAnswer.DROPPED, Map.of(), null, 1);
	}

	/**
	 * The request takes effect, but the connection is closed without an answer.
	 * @return the fault
	 */
	public static Fault resetAfter() {
		return new Fault(true, ApiAnswer.DROPPED, Map.of(), null, 1);
	}

	/**
	 * Adds a header to the answer, such as {@code retry-after}.
	 * @param name the header's name
	 * @param value the header's value
	 * @return the changed fault
	 */
	public Fault withHeader(String name, String value) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(value, "'value' must not be null");
		Map<String, String> headers = new LinkedHashMap<>(this.headers);
		headers.put(name, value);
		return new Fault(this.acts, this.status, headers, this.body, this.times);
	}

	/**
	 * Sets the answer's body.
	 * @param body the body, JSON or not
	 * @return the changed fault
	 */
	public Fault withBody(String body) {
		Assert.notNull(body, "'body' must not be null");
		return new Fault(this.acts, this.status, this.headers, body, this.times);
	}

	/**
	 * Sets how many requests in a row meet this fault.
	 * @param times the number of requests, at least 1
	 * @return the changed fault
	 */
	public Fault times(int times) {
		Assert.isTrue(times > 0, "'times' must be positive");
		return new Fault(this.acts, this.status, this.headers, this.body, times);
	}

	boolean acts() {
		return this.acts;
	}

	int times() {
		return this.times;
	}

	ApiAnswer answer() {
		if (this.status == ApiAnswer.DROPPED) {
			return ApiAnswer.dropped();
		}
		String text = (this.body != null) ? this.body : Json.write(ApiError.server(this.status).body());
		return new ApiAnswer(this.status, this.headers, text);
	}

	private static int checked(int status) {
		Assert.isTrue(status >= 200 && status <= 599, "'status' must be between 200 and 599");
		return status;
	}

}
