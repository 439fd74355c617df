package io.github.openairun.test.simulator;

import java.time.Duration;
import java.time.Instant;

import org.springframework.util.Assert;

/**
 * A failure that the simulator plays instead of its response. Each says whether the
 * server has done what the request asks for. Instances are immutable.
 *
 * @since 0.1.0
 */
public final class Fault {

	private final String name;

	private final boolean acts;

	private final FaultShape shape;

	private final int times;

	private Fault(String name, boolean acts, FaultShape shape, int times) {
		this.name = name;
		this.acts = acts;
		this.shape = shape;
		this.times = times;
	}

	/**
	 * The request has no effect, and the response is this one.
	 * @param status the HTTP status
	 * @return the fault, with the body that OpenAI sends with this status
	 */
	public static Fault beforeActing(int status) {
		return new Fault(status + " before acting", false, FaultShape.answer(checked(status)), 1);
	}

	/**
	 * The request takes effect, but the response is this one.
	 * @param status the HTTP status
	 * @return the fault, with the body that OpenAI sends with this status
	 */
	public static Fault afterActing(int status) {
		return new Fault(status + " after acting", true, FaultShape.answer(checked(status)), 1);
	}

	/**
	 * The request has no effect, and the connection is closed without a response.
	 * @return the fault
	 */
	public static Fault resetBefore() {
		return new Fault("reset before acting", false, FaultShape.travel(Transmission.of(Transmission.Kind.RESET)), 1);
	}

	/**
	 * The request takes effect, but the connection is closed without a response.
	 * @return the fault
	 */
	public static Fault resetAfter() {
		return new Fault("reset after acting", true, FaultShape.travel(Transmission.of(Transmission.Kind.RESET)), 1);
	}

	/**
	 * The request has no effect, and there is no response: the connection stays open
	 * until the client leaves or the simulator is closed.
	 * @return the fault
	 */
	public static Fault noAnswerBefore() {
		return new Fault("no answer, before acting", false,
				FaultShape.travel(Transmission.of(Transmission.Kind.SILENT)), 1);
	}

	/**
	 * The request takes effect, but there is no response: the connection stays open until
	 * the client leaves or the simulator is closed.
	 * @return the fault
	 */
	public static Fault noAnswerAfter() {
		return new Fault("no answer, after acting", true, FaultShape.travel(Transmission.of(Transmission.Kind.SILENT)),
				1);
	}

	/**
	 * The request takes effect, but the connection is closed in the middle of the body;
	 * of a stream, in the middle of its first event.
	 * @return the fault
	 */
	public static Fault truncated() {
		return new Fault("truncated body", true, FaultShape.travel(Transmission.of(Transmission.Kind.TRUNCATED)), 1);
	}

	/**
	 * The request takes effect, but the body is no JSON; of a stream, that of its first
	 * event.
	 * @return the fault
	 */
	public static Fault malformed() {
		return new Fault("malformed JSON", true, FaultShape.travel(Transmission.of(Transmission.Kind.MALFORMED)), 1);
	}

	/**
	 * The request takes effect at once, and its response comes late.
	 * @param delay the time to the first byte, not by the simulator's clock but in real
	 * time, as a client's timeouts are
	 * @return the fault
	 */
	public static Fault slow(Duration delay) {
		Assert.notNull(delay, "'delay' must not be null");
		return new Fault("first byte after " + delay, true,
				FaultShape.travel(new Transmission(Transmission.Kind.WHOLE, delay)), 1);
	}

	/**
	 * Plays something that only streams have, see {@link StreamFaults}.
	 */
	static Fault ofStream(String name, StreamFault fault) {
		return new Fault(name, true, FaultShape.ofStream(fault), 1);
	}

	/**
	 * Adds a header to the response.
	 * @param name the header's name
	 * @param value the header's value
	 * @return the changed fault
	 */
	public Fault withHeader(String name, String value) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.notNull(value, "'value' must not be null");
		return with(this.name + ", " + name + ": " + value, this.shape.withHeader(name, value));
	}

	/**
	 * Adds the header {@code retry-after-ms}.
	 * @param delay the time to wait
	 * @return the changed fault
	 */
	public Fault retryAfterMillis(Duration delay) {
		return withHeader("retry-after-ms", Long.toString(delay.toMillis()));
	}

	/**
	 * Adds the header {@code retry-after} in seconds.
	 * @param delay the time to wait, of which whole seconds count
	 * @return the changed fault
	 */
	public Fault retryAfterSeconds(Duration delay) {
		return withHeader("retry-after", Long.toString(delay.toSeconds()));
	}

	/**
	 * Adds the header {@code retry-after} as an HTTP date.
	 * @param delay the time to wait, added to the simulator's time when it responds; the
	 * date has whole seconds
	 * @return the changed fault
	 */
	public Fault retryAfterDate(Duration delay) {
		Assert.notNull(delay, "'delay' must not be null");
		return with(this.name + ", retry-after: a date in " + delay, this.shape.withRetryDate(delay));
	}

	/**
	 * Sets the response's body.
	 * @param body the body, JSON or not
	 * @return the changed fault
	 */
	public Fault withBody(String body) {
		Assert.notNull(body, "'body' must not be null");
		return with(this.name + " with a body of its own", this.shape.withBody(body));
	}

	/**
	 * Sets how many requests in a row meet this fault. It counts for
	 * {@link OpenAiSimulator#failNext} only.
	 * @param times the number of requests, at least 1
	 * @return the changed fault
	 */
	public Fault times(int times) {
		Assert.isTrue(times > 0, "'times' must be positive");
		return new Fault(this.name, this.acts, this.shape, times);
	}

	/**
	 * Returns whether the server does what the request asks for.
	 * @return {@code false} if the request has no effect
	 */
	public boolean acts() {
		return this.acts;
	}

	int times() {
		return this.times;
	}

	boolean fits(boolean streamed) {
		return streamed || this.shape.stream() == null;
	}

	/**
	 * Returns what is answered.
	 * @param actual the answer that it would have been, empty if the server has not acted
	 * @param wire the request's wire
	 * @param now the simulator's time
	 */
	ApiAnswer apply(ApiAnswer actual, Wire wire, Instant now) {
		return this.shape.apply(actual, wire, now);
	}

	@Override
	public String toString() {
		return this.name;
	}

	private Fault with(String name, FaultShape shape) {
		return new Fault(name, this.acts, shape, this.times);
	}

	private static int checked(int status) {
		Assert.isTrue(status >= 200 && status <= 599, "'status' must be between 200 and 599");
		return status;
	}

}
