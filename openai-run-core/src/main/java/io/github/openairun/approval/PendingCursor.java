package io.github.openairun.approval;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

import org.springframework.util.Assert;

import io.github.openairun.PendingCall;

/**
 * The place of a pending call in the order of all stores. As text it is the cursor of a
 * page, so that pages of several stores can be merged.
 *
 * @param since when the call began to wait, in milliseconds
 * @param id the id of the pending call
 * @since 0.1.0
 */
public record PendingCursor(Instant since, String id) implements Comparable<PendingCursor> {

	private static final Comparator<PendingCursor> ORDER = Comparator.comparing(PendingCursor::since)
		.thenComparing(PendingCursor::id);

	public PendingCursor {
		since = since.truncatedTo(ChronoUnit.MILLIS);
	}

	/**
	 * Return the place of a call.
	 * @param call the call
	 * @return the place
	 */
	public static PendingCursor of(PendingCall call) {
		return new PendingCursor(call.since(), call.id());
	}

	/**
	 * Read a place.
	 * @param text what {@link #toString()} returned
	 * @return the place
	 * @throws IllegalArgumentException if it is no such text
	 */
	public static PendingCursor parse(String text) {
		int end = text.indexOf('.');
		Assert.isTrue(end > 0, "'after' is not a cursor of pending calls");
		try {
			return new PendingCursor(Instant.ofEpochMilli(Long.parseLong(text.substring(0, end))),
					text.substring(end + 1));
		}
		catch (NumberFormatException | DateTimeException ex) {
			throw new IllegalArgumentException("'after' is not a cursor of pending calls", ex);
		}
	}

	@Override
	public int compareTo(PendingCursor other) {
		return ORDER.compare(this, other);
	}

	/**
	 * Return the text of the cursor.
	 */
	@Override
	public String toString() {
		return this.since.toEpochMilli() + "." + this.id;
	}

}
