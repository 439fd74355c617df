package io.github.openairun.wire;

import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.RunException;

/**
 * The request of a stream and its answer, as far as it has come. Used by the one thread
 * that works on the stream; what comes from elsewhere is posted to it.
 */
final class StreamConnection implements StreamExchange.Listener {

	/** How long a server may take to end a stream in which it has said everything. */
	private static final Duration LINGER = Duration.ofSeconds(1);

	private static final Waiting WAITING = new Waiting();

	private final WireRequest request;

	private final StreamOpener opener;

	private final StreamTransport transport;

	private final Consumer<Runnable> inbox;

	private final StreamExchange exchange = new StreamExchange(this);

	private final EventParser parser;

	private final SilenceWatch watch;

	private final RequestCapture captured;

	private final StreamObservation observation;

	private @Nullable StreamAnswer answer;

	private @Nullable ServerEvent whole;

	private @Nullable Throwable broken;

	private boolean asked;

	private boolean ended;

	private boolean closed;

	private Runnable lingering = () -> {
	};

	/**
	 * Make the request, which is not sent yet; may block.
	 * @param inbox takes what is to be done by the one thread
	 */
	StreamConnection(WireRequest request, StreamOpener opener, StreamTransport transport, Consumer<Runnable> inbox) {
		this.request = request;
		this.opener = opener;
		this.transport = transport;
		this.inbox = inbox;
		this.parser = new EventParser(transport.settings().maxEventSize());
		this.watch = new SilenceWatch(transport.timer(), () -> inbox.accept(this::look));
		this.captured = opener.requests().apply(request);
		this.observation = StreamObservation.start(this.captured, transport.settings());
	}

	WireRequest request() {
		return this.request;
	}

	void send() {
		this.inbox.accept(() -> {
			if (this.answer == null && this.broken == null) {
				this.watch.await(this.transport.settings().answerTimeout());
			}
		});
		this.exchange.send(this.transport.client(), this.captured.toHttpRequest());
	}

	/**
	 * Go on as far as possible.
	 * @param wanted whether events are wanted
	 */
	State advance(boolean wanted) {
		StreamAnswer answer = this.answer;
		if (answer == null) {
			return (this.broken == null) ? WAITING : new Failed(this.opener.unanswered(this.request, this.broken));
		}
		if (answer.status() < 200 || answer.status() >= 300) {
			return new Failed(this.opener.refused(this.request, answer.status(), answer.springHeaders(), answer.body(),
					this.captured.key()));
		}
		return wanted ? read(answer) : WAITING;
	}

	private State read(StreamAnswer answer) {
		EventParser.RawEvent event;
		try {
			event = this.parser.next();
			if (event == null && this.ended) {
				event = this.parser.end();
			}
		}
		catch (EventParser.TooLargeException ex) {
			return new Broken(new InvalidResponseException(this.request.endpoint(), requestId(answer),
					String.valueOf(ex.getMessage()), null));
		}
		if (event != null) {
			return new Pushed(new ServerEvent(event.name(), event.data(), this.request.endpoint(), requestId(answer)));
		}
		if (this.whole != null) {
			ServerEvent whole = this.whole;
			this.whole = null;
			return new Pushed(whole);
		}
		if (this.broken != null) {
			return new Broken(this.broken);
		}
		if (this.ended) {
			return new Ended();
		}
		if (!this.asked) {
			this.asked = true;
			this.watch.await(this.transport.settings().idleTimeout());
			this.exchange.more();
		}
		return WAITING;
	}

	/**
	 * Return what an error means that the server has pushed.
	 * @param began whether it has told anything about the run
	 */
	RuntimeException pushed(JsonNode error, boolean began) {
		String requestId = (this.answer != null) ? requestId(this.answer) : null;
		return this.opener.pushed(this.request, error, requestId, this.captured.key(), began);
	}

	/**
	 * Return what it means that the stream broke.
	 * @param began whether it has told anything about the run
	 */
	RuntimeException lost(Throwable cause, boolean began) {
		RuntimeException failure = (cause instanceof RunException exception) ? exception
				: new ApiConnectionException(this.request.endpoint(), true, cause);
		return Attempt.failed(failure, false, !began && !this.request.isRepeatable(), null).finalFailure(this.request);
	}

	/**
	 * Return what it means that the server has ended the stream.
	 * @return the failure, or {@code null} if it may end there
	 */
	@Nullable RuntimeException early(boolean began) {
		return (began || this.request.isRepeatable()) ? null
				: lost(new EOFException("The stream ended before it told anything about the run"), false);
	}

	private static @Nullable String requestId(StreamAnswer answer) {
		return answer.header("x-request-id");
	}

	private void look() {
		if (this.watch.isOver() && this.broken == null) {
			this.broken = new HttpTimeoutException(((this.answer == null) ? "no answer within " : "silence for ")
					+ this.watch.limit().toMillis() + " ms");
			this.exchange.cancel();
		}
	}

	/**
	 * Behave as if the connection had broken.
	 */
	void breakOff(IOException cause) {
		if (this.broken == null) {
			this.broken = cause;
		}
		this.exchange.cancel();
	}

	@Override
	public void answered(@Nullable StreamAnswer answer, @Nullable Throwable failure) {
		this.inbox.accept(() -> {
			this.watch.rest();
			if (answer != null && this.broken == null) {
				this.answer = answer;
				this.observation.answered(answer.status(), answer.springHeaders());
				if (answer.body().length > 0) {
					this.whole = new ServerEvent("", answer.body(), this.request.endpoint(), requestId(answer));
				}
				String type = answer.header("content-type");
				this.ended |= type != null && type.contains("json");
			}
			else if (this.broken == null) {
				this.broken = (failure != null) ? failure : new IOException("There is no answer");
			}
		});
	}

	@Override
	public void received(byte[] chunk) {
		this.inbox.accept(() -> {
			this.asked = false;
			this.watch.rest();
			this.parser.feed(chunk);
		});
	}

	@Override
	public void ended(@Nullable Throwable failure) {
		this.inbox.accept(() -> {
			this.ended = true;
			this.watch.rest();
			this.lingering.run();
			this.transport.lingersNoMore(this.exchange);
			if (failure != null && this.broken == null) {
				this.broken = failure;
			}
		});
	}

	/**
	 * Close the connection, unless it can be used again.
	 */
	void close(@Nullable Throwable failure) {
		if (!this.closed) {
			this.closed = true;
			this.watch.stop();
			this.observation.stop(failure);
			this.exchange.cancel();
		}
	}

	/**
	 * Let the server end the stream by itself, so that the connection can be used again.
	 */
	void leave() {
		if (!this.closed) {
			this.closed = true;
			this.watch.stop();
			this.observation.stop(null);
			if (!this.ended) {
				this.lingering = this.transport.timer().schedule(this::stopLingering, LINGER);
				this.transport.lingers(this.exchange);
				this.exchange.discard();
			}
		}
	}

	private void stopLingering() {
		this.exchange.cancel();
		this.transport.lingersNoMore(this.exchange);
	}

	/**
	 * What has become of a stream for now.
	 */
	sealed interface State {

	}

	/** The server has pushed something. */
	record Pushed(ServerEvent event) implements State {
	}

	/** The request was not answered with a stream. */
	record Failed(RuntimeException failure) implements State {
	}

	/** The stream broke. */
	record Broken(Throwable cause) implements State {
	}

	/** The server has ended the stream. */
	record Ended() implements State {
	}

	/** There is nothing yet. */
	record Waiting() implements State {
	}

}
