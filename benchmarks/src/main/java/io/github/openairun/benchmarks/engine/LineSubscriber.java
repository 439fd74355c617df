package io.github.openairun.benchmarks.engine;

import java.util.concurrent.Flow;

/**
 * Takes all lines as they come.
 */
final class LineSubscriber implements Flow.Subscriber<String> {

	private final Lines lines;

	LineSubscriber(Lines lines) {
		this.lines = lines;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(String line) {
		this.lines.line(line);
	}

	@Override
	public void onError(Throwable throwable) {
		// the request fails, too
	}

	@Override
	public void onComplete() {
		// the request succeeds, too
	}

	/**
	 * Where the lines go.
	 */
	interface Lines {

		void line(String line);

	}

}
