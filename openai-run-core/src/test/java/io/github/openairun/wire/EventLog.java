package io.github.openairun.wire;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.openairun.Run;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A subscriber that writes down what it is told, and that signals came one by one.
 */
public final class EventLog implements Flow.Subscriber<RunEvent> {

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

	private final List<RunEvent> events = new CopyOnWriteArrayList<>();

	private final AtomicInteger signals = new AtomicInteger();

	private final long demand;

	private volatile boolean overlapped;

	private volatile Consumer<RunEvent> onNext = (event) -> {
	};

	private EventLog(long demand) {
		this.demand = demand;
	}

	/**
	 * Return a log for a subscriber that asks for so many events at first.
	 */
	static EventLog unsubscribed(long demand) {
		return new EventLog(demand);
	}

	/**
	 * Subscribe, and ask for everything.
	 */
	public static EventLog of(Flow.Publisher<RunEvent> publisher) {
		return of(publisher, Long.MAX_VALUE);
	}

	/**
	 * Subscribe, and ask for so many events at first.
	 */
	public static EventLog of(Flow.Publisher<RunEvent> publisher, long demand) {
		EventLog log = new EventLog(demand);
		publisher.subscribe(log);
		return log;
	}

	/**
	 * Subscribe, and ask for one event after the other.
	 */
	public static EventLog oneByOne(Flow.Publisher<RunEvent> publisher) {
		EventLog log = new EventLog(1);
		log.onNext = (event) -> log.subscription().request(1);
		publisher.subscribe(log);
		return log;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription.complete(subscription);
		if (this.demand > 0) {
			subscription.request(this.demand);
		}
	}

	@Override
	public void onNext(RunEvent event) {
		signal(() -> {
			this.events.add(event);
			this.onNext.accept(event);
		});
	}

	@Override
	public void onError(Throwable failure) {
		signal(() -> this.end.completeExceptionally(failure));
	}

	@Override
	public void onComplete() {
		signal(() -> this.end.complete(null));
	}

	private void signal(Runnable signal) {
		this.overlapped |= this.signals.getAndIncrement() != 0;
		signal.run();
		this.signals.decrementAndGet();
	}

	public Flow.Subscription subscription() {
		return this.subscription.join();
	}

	public List<RunEvent> events() {
		return this.events;
	}

	/**
	 * Wait for the end of the stream.
	 */
	public EventLog completed() {
		try {
			this.end.get(10, TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException | InterruptedException ex) {
			throw new AssertionError("The stream did not complete after " + this.events, ex);
		}
		assertThat(this.overlapped).as("signals overlapped").isFalse();
		return this;
	}

	/**
	 * Wait for the failure of the stream.
	 */
	public Throwable failure() {
		try {
			this.end.get(10, TimeUnit.SECONDS);
			throw new AssertionError("The stream completed after " + this.events);
		}
		catch (ExecutionException ex) {
			assertThat(this.overlapped).as("signals overlapped").isFalse();
			return ex.getCause();
		}
		catch (TimeoutException | InterruptedException ex) {
			throw new AssertionError("The stream did not fail after " + this.events, ex);
		}
	}

	public boolean hasEnded() {
		return this.end.isDone();
	}

	/**
	 * Return what the events tell, in words.
	 */
	public List<String> told() {
		return this.events.stream().map(EventLog::told).toList();
	}

	public String text() {
		StringBuilder text = new StringBuilder();
		this.events.stream()
			.filter(RunEvent.TextDelta.class::isInstance)
			.forEach((event) -> text.append(((RunEvent.TextDelta) event).text()));
		return text.toString();
	}

	public Run run() {
		return this.events.stream()
			.filter(RunEvent.Snapshot.class::isInstance)
			.map((event) -> ((RunEvent.Snapshot) event).run())
			.reduce((first, second) -> second)
			.orElseThrow();
	}

	private static String told(RunEvent event) {
		String told = switch (event.getClass().getSimpleName()) {
			case "Snapshot" -> "run " + ((RunEvent.Snapshot) event).run().statusText();
			case "TextDelta" -> "text " + ((RunEvent.TextDelta) event).text();
			case "MessageCompleted" -> "message " + ((RunEvent.MessageCompleted) event).message().text();
			default -> "step " + ((RunEvent.StepCompleted) event).step().type();
		};
		return (event.sequence() != null) ? told + " @" + event.sequence() : told;
	}

}
