package io.github.openairun.engine;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.openairun.wire.RunEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamReader}.
 */
class StreamReaderTests {

	private static final RunEvent EVENT = new RunEvent.TextDelta("msg_1", "a", null);

	private final AtomicInteger wakes = new AtomicInteger();

	private final StreamReader reader = new StreamReader(this.wakes::incrementAndGet, Runnable::run);

	StreamReaderTests() {
		this.reader.onSubscribe(new Nothing());
	}

	@Test
	void shouldWakeForEachEventOfStreamThatDoesNotSayWhenItPauses() {
		this.reader.onNext(EVENT);
		this.reader.onNext(EVENT);
		assertThat(this.wakes).hasValue(2);
	}

	@Test
	void shouldWakeOnceForEventsThatComeTogether() {
		this.reader.onPause();
		this.reader.onNext(EVENT);
		this.reader.onNext(EVENT);
		assertThat(this.wakes).hasValue(0);
		this.reader.onPause();
		assertThat(this.wakes).hasValue(1);
		this.reader.onPause();
		assertThat(this.wakes).hasValue(1);
	}

	@Test
	void shouldWakeAtTheEndWithoutPause() {
		this.reader.onPause();
		this.reader.onNext(EVENT);
		this.reader.onComplete();
		assertThat(this.wakes).hasValue(1);
	}

	@Test
	void shouldNotWakeWhenNobodyWantsEvents() {
		this.reader.onPause();
		this.reader.onNext(EVENT);
		this.reader.leave();
		this.reader.onPause();
		assertThat(this.wakes).hasValue(0);
	}

	private static final class Nothing implements Flow.Subscription {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}

	}

}
