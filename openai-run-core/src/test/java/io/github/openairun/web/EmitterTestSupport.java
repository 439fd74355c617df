package io.github.openairun.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.mockito.ArgumentCaptor;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.scheduling.TaskScheduler;

import io.github.openairun.Run;
import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * An emitter that is driven by hand: tasks of its executor run when a test says so.
 */
abstract class EmitterTestSupport {

	static final UUID REFERENCE = UUID.fromString("00000000-0000-0000-0000-000000000017");

	final List<Runnable> tasks = new ArrayList<>();

	final TaskScheduler scheduler = mock(TaskScheduler.class);

	final ScheduledFuture<?> heartbeat = mock(ScheduledFuture.class);

	final Handle handle = new Handle();

	final Run run = run(RunStatus.IN_PROGRESS);

	final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(RunSseEmitter.class);

	boolean rejecting;

	Emitter emitter = new Emitter();

	@Nullable RunListener listener;

	@BeforeEach
	void readTheLog() {
		this.log.list = new CopyOnWriteArrayList<>();
		this.log.start();
		this.logger.setLevel(Level.INFO);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void leaveTheLog() {
		this.logger.detachAppender(this.log);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	void start() {
		given(this.scheduler.scheduleWithFixedDelay(any(), any(Duration.class))).willAnswer((call) -> this.heartbeat);
		this.emitter.begin(this::drive);
		this.emitter.taken();
	}

	RunHandle drive(RunListener listener) {
		this.listener = listener;
		return this.handle;
	}

	RunListener listener() {
		return this.listener;
	}

	Runnable beat() {
		ArgumentCaptor<Runnable> beat = ArgumentCaptor.forClass(Runnable.class);
		then(this.scheduler).should().scheduleWithFixedDelay(beat.capture(), any(Duration.class));
		return beat.getValue();
	}

	void work() {
		while (!this.tasks.isEmpty()) {
			this.tasks.remove(0).run();
		}
	}

	void execute(Runnable task) {
		if (this.rejecting) {
			throw new RejectedExecutionException();
		}
		this.tasks.add(task);
	}

	static Run run(RunStatus status) {
		Run run = mock(Run.class);
		given(run.id()).willReturn("run_1");
		given(run.status()).willReturn(status);
		given(run.statusText()).willReturn(status.name().toLowerCase(Locale.ROOT));
		return run;
	}

	final class Emitter extends RunSseEmitter {

		final List<String> sent = new ArrayList<>();

		int completions;

		@Nullable IOException failure;

		Runnable completion;

		Emitter() {
			super(new SseSupport(EmitterTestSupport.this::execute, EmitterTestSupport.this.scheduler, () -> REFERENCE,
					new RunSseEmitters.Settings(Duration.ofSeconds(10), 1000)));
		}

		@Override
		public void onCompletion(Runnable callback) {
			this.completion = callback;
			super.onCompletion(callback);
		}

		@Override
		public void send(Set<DataWithMediaType> items) throws IOException {
			if (this.failure != null) {
				throw this.failure;
			}
			for (DataWithMediaType item : items) {
				assertThat(item.getMediaType()).isEqualTo(MediaType.parseMediaType("text/plain;charset=UTF-8"));
				this.sent.add((String) item.getData());
			}
		}

		@Override
		public void complete() {
			this.completions++;
		}

		String text() {
			return String.join("", this.sent);
		}

	}

	static final class Handle implements RunHandle {

		final CompletableFuture<RunResult> result = new CompletableFuture<>();

		int cancellations;

		@Override
		public CompletionStage<RunResult> result() {
			return this.result.minimalCompletionStage();
		}

		@Override
		public CompletionStage<String> runId() {
			return new CompletableFuture<>();
		}

		@Override
		public CompletionStage<String> threadId() {
			return new CompletableFuture<>();
		}

		@Override
		public @Nullable Run run() {
			return null;
		}

		@Override
		public void cancel() {
			this.cancellations++;
		}

		void end(Run run) {
			this.result.complete(new RunResult(run, List.of()));
		}

	}

}
