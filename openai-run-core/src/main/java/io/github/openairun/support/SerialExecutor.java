package io.github.openairun.support;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * An {@link Executor} that runs its tasks one after the other, in the order in which they
 * were submitted, on the threads of another executor. A task may submit further tasks;
 * they run after it. Each task sees what the tasks before it have written.
 * <p>
 * A task that throws does not keep the following tasks from running; its exception is
 * rethrown on the thread that ran it once the queue is empty.
 *
 * @since 0.1.0
 */
public final class SerialExecutor implements Executor {

	private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

	/** The number of tasks that have not ended; the thread that makes it 1 runs them. */
	private final AtomicInteger pending = new AtomicInteger();

	private final Executor executor;

	/**
	 * Create a serial executor on the threads of another executor.
	 * @param executor the executor that provides a thread whenever there are tasks
	 */
	public SerialExecutor(Executor executor) {
		Assert.notNull(executor, "'executor' must not be null");
		this.executor = executor;
	}

	/**
	 * Create a serial executor without threads of its own: a task runs on the thread that
	 * submits it, unless another thread is running tasks at the moment, which then runs
	 * this one, too.
	 * @return the executor
	 */
	public static SerialExecutor onCallingThread() {
		return new SerialExecutor(Runnable::run);
	}

	/**
	 * Submit a task.
	 * @param task the task
	 * @throws RejectedExecutionException if the other executor accepts no tasks; the task
	 * and those submitted at the same time are discarded
	 */
	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
		if (this.pending.getAndIncrement() == 0) {
			AtomicBoolean begun = new AtomicBoolean();
			try {
				this.executor.execute(() -> {
					begun.set(true);
					runTasks();
				});
			}
			catch (RuntimeException | Error ex) {
				if (!begun.get()) {
					this.tasks.clear();
					this.pending.set(0);
				}
				throw ex;
			}
		}
	}

	private void runTasks() {
		Throwable failure = null;
		do {
			failure = runNext(failure);
		}
		while (this.pending.decrementAndGet() > 0);
		if (failure instanceof Error error) {
			throw error;
		}
		if (failure != null) {
			throw (RuntimeException) failure;
		}
	}

	private @Nullable Throwable runNext(@Nullable Throwable failure) {
		Runnable task = this.tasks.poll();
		try {
			if (task != null) {
				task.run();
			}
			return failure;
		}
		catch (RuntimeException | Error ex) {
			if (failure == null) {
				return ex;
			}
			if (failure != ex) {
				failure.addSuppressed(ex);
			}
			return failure;
		}
	}

}
