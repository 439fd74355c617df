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

	/**
	 * How many chunks are asked for at once: to stop reading and go on costs wake-ups.
	 */
	private static final int AHEAD = 4;

	private static final StreamState WAITING = new StreamState.Waiting();

	private final WireRequest request;

	private final StreamOpener opener;

	private final StreamTransport transport;

	private final Consumer<Runnable> inbox;

	private final StreamExchange exchange;

	private final Runnable cancel;

	private final EventParser parser;

	private final ReadTimeouts.ReadTimeout timeout;

	private final RequestCapture captured;

	private final StreamObservation observation;

	private @Nullable StreamResponse answer;

	private @Nullable ServerEvent whole;

	private @Nullable Throwable broken;

	private boolean waiting;

	private int expected;

	private boolean ended;

	private boolean closed;

	private ReadTimeouts.@Nullable ReadTimeout lingering;

	/**
	 * Make the request, which is not sent yet; may block.
	 * @param inbox takes what is to be done by the one thread
	 */
	StreamConnection(WireRequest request, StreamOpener opener, StreamTransport transport, Consumer<Runnable> inbox) {
		this.request = request;
		this.opener = opener;
		this.transport = transport;
		this.inbox = inbox;
		this.exchange = new StreamExchange(this, opener.failures(), transport.settings().maxResponseSize());
		this.cancel = this.exchange::cancel;
		this.parser = new EventParser(transport.settings().maxEventSize());
		this.timeout = transport.timeouts().create(() -> inbox.accept(this::checkTimeout));
		this.captured = opener.requests().apply(request);
		this.observation = StreamObservation.start(this.captured, transport.settings());
	}

	WireRequest request() {
		return this.request;
	}

	/**
	 * Send the request.
	 * @param atMost how long the response may take to begin; zero for the limit of the
	 * transport
	 * @param wait whether to keep this thread until then
	 */
	void send(Duration atMost, boolean wait) {
		this.inbox.accept(() -> {
			if (this.answer == null && this.broken == null) {
				this.timeout.start(limit(atMost));
			}
		});
		this.exchange.send(this.transport.client(), this.captured.toHttpRequest(), wait);
	}

	private Duration limit(Duration atMost) {
		Duration timeout = this.transport.settings().answerTimeout();
		return (timeout.isZero() || (!atMost.isZero() && atMost.compareTo(timeout) < 0)) ? atMost : timeout;
	}

	/**
	 * Go on as far as possible.
	 * @param wanted whether events are wanted
	 */
	StreamState advance(boolean wanted) {
		StreamResponse answer = this.answer;
		if (answer == null) {
			return (this.broken == null) ? WAITING
					: new StreamState.Failed(this.opener.unanswered(this.captured, this.request, this.broken));
		}
		if (answer.status() < 200 || answer.status() >= 300) {
			return new StreamState.Failed(this.opener.refused(this.captured, this.request, answer));
		}
		return wanted ? read(answer) : WAITING;
	}

	private StreamState read(StreamResponse answer) {
		EventParser.RawEvent event;
		try {
			event = this.parser.next();
			if (event == null && this.ended) {
				event = this.parser.end();
			}
		}
		catch (EventParser.TooLargeException ex) {
			return new StreamState.Broken(new InvalidResponseException(this.request.endpoint(), requestId(answer),
					String.valueOf(ex.getMessage()), null));
		}
		if (event != null) {
			return new StreamState.Pushed(
					new ServerEvent(event.name(), event.data(), this.request.endpoint(), requestId(answer)));
		}
		if (this.whole != null) {
			ServerEvent whole = this.whole;
			this.whole = null;
			return new StreamState.Pushed(whole);
		}
		if (this.broken != null) {
			return new StreamState.Broken(this.broken);
		}
		if (this.ended) {
			return new StreamState.Ended();
		}
		ask();
		return WAITING;
	}

	private void ask() {
		if (!this.waiting) {
			this.waiting = true;
			this.timeout.start(this.transport.settings().idleTimeout());
		}
		if (this.expected <= AHEAD / 2) {
			int more = AHEAD - this.expected;
			this.expected = AHEAD;
			this.exchange.more(more);
		}
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
		RuntimeException failure = (cause instanceof RunException exception) ? exception : new ApiConnectionException(
				this.request.endpoint(), true, ConnectionProblem.describe(this.captured.getURI(), true, cause), cause);
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

	private static @Nullable String requestId(StreamResponse answer) {
		return answer.header("x-request-id");
	}

	private void checkTimeout() {
		if (this.timeout.isExpired() && this.broken == null) {
			this.broken = new HttpTimeoutException(((this.answer == null) ? "no answer within " : "silence for ")
					+ this.timeout.limit().toMillis() + " ms");
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
	public void answered(@Nullable StreamResponse answer, @Nullable Throwable failure) {
		this.inbox.accept(() -> {
			this.timeout.suspend();
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
			this.waiting = false;
			this.expected--;
			this.timeout.suspend();
			this.parser.feed(chunk);
		});
	}

	@Override
	public void ended(@Nullable Throwable failure) {
		this.inbox.accept(() -> {
			this.ended = true;
			this.timeout.suspend();
			if (this.lingering != null) {
				this.lingering.cancel();
			}
			this.transport.ended(this.cancel);
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
			this.timeout.cancel();
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
			this.timeout.cancel();
			this.observation.stop(null);
			if (!this.ended) {
				this.lingering = this.transport.timeouts().create(this::stopLingering);
				this.lingering.start(LINGER);
				this.transport.opened(this.cancel);
				this.exchange.discard();
			}
		}
	}

	private void stopLingering() {
		if (this.lingering != null) {
			this.lingering.cancel();
		}
		this.exchange.cancel();
		this.transport.ended(this.cancel);
	}

}
