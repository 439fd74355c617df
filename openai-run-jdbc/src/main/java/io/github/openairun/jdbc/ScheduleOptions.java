package io.github.openairun.jdbc;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * When a durable run is executed, and how it is found. Instances are immutable.
 *
 * @since 0.1.0
 */
public final class ScheduleOptions {

	private static final int MAX_LENGTH = 255;

	private static final ScheduleOptions DEFAULTS = new ScheduleOptions(null, null, Duration.ZERO, 0, null, null);

	private final @Nullable String key;

	private final @Nullable String tag;

	private final Duration delay;

	private final int priority;

	private final @Nullable Duration deadline;

	private final @Nullable String connection;

	private ScheduleOptions(@Nullable String key, @Nullable String tag, Duration delay, int priority,
			@Nullable Duration deadline, @Nullable String connection) {
		this.key = checkLength("key", key);
		this.tag = checkLength("tag", tag);
		Assert.isTrue(!delay.isNegative(), "'delay' must not be negative");
		Assert.isTrue(priority >= Short.MIN_VALUE && priority <= Short.MAX_VALUE,
				"'priority' must be between -32768 and 32767");
		Assert.isTrue(deadline == null || (!deadline.isNegative() && !deadline.isZero()),
				"'deadline' must be positive");
		this.delay = delay;
		this.priority = priority;
		this.deadline = deadline;
		this.connection = connection;
	}

	private static @Nullable String checkLength(String name, @Nullable String value) {
		Assert.isTrue(value == null || (!value.isBlank() && value.length() <= MAX_LENGTH),
				() -> "'" + name + "' must have 1 to " + MAX_LENGTH + " characters");
		return value;
	}

	/**
	 * Return options to execute a run as soon as possible.
	 * @return the options
	 */
	public static ScheduleOptions defaults() {
		return DEFAULTS;
	}

	/**
	 * Set a key: of several requests with one key, only the first schedules a run.
	 * @param key the key, up to 255 characters, or {@code null} for none
	 * @return the options
	 */
	public ScheduleOptions key(@Nullable String key) {
		return new ScheduleOptions(key, this.tag, this.delay, this.priority, this.deadline, this.connection);
	}

	/**
	 * Set a tag, by which runs are listed.
	 * @param tag the tag, up to 255 characters, or {@code null} for none
	 * @return the options
	 */
	public ScheduleOptions tag(@Nullable String tag) {
		return new ScheduleOptions(this.key, tag, this.delay, this.priority, this.deadline, this.connection);
	}

	/**
	 * Set when the run begins.
	 * @param delay how long after now
	 * @return the options
	 */
	public ScheduleOptions delay(Duration delay) {
		return new ScheduleOptions(this.key, this.tag, delay, this.priority, this.deadline, this.connection);
	}

	/**
	 * Set which runs begin first when there are more than the nodes can execute; needs
	 * {@code db-scheduler.priority-enabled=true}.
	 * @param priority the priority; 0 by default, and higher ones first
	 * @return the options
	 */
	public ScheduleOptions priority(int priority) {
		return new ScheduleOptions(this.key, this.tag, this.delay, priority, this.deadline, this.connection);
	}

	/**
	 * Set when the run fails that has not ended.
	 * @param deadline how long after it was due, or {@code null} for the configured time
	 * @return the options
	 */
	public ScheduleOptions deadline(@Nullable Duration deadline) {
		return new ScheduleOptions(this.key, this.tag, this.delay, this.priority, deadline, this.connection);
	}

	/**
	 * Set the connection to the server of the run, which takes precedence over that of
	 * the assistant.
	 * @param connection the name, as in {@code openai.connections.<name>}, or
	 * {@code null} for that of the assistant or the default connection
	 * @return the options
	 */
	public ScheduleOptions connection(@Nullable String connection) {
		return new ScheduleOptions(this.key, this.tag, this.delay, this.priority, this.deadline, connection);
	}

	public @Nullable String key() {
		return this.key;
	}

	public @Nullable String tag() {
		return this.tag;
	}

	public Duration delay() {
		return this.delay;
	}

	public int priority() {
		return this.priority;
	}

	public @Nullable Duration deadline() {
		return this.deadline;
	}

	public @Nullable String connection() {
		return this.connection;
	}

}
