package io.github.openairun.test.docs.start;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

import io.github.openairun.RunOperations;
import io.github.openairun.RunResult;

@Component
class Question implements ApplicationRunner {

	private final RunOperations runs;

	Question(RunOperations runs) {
		this.runs = runs;
	}

	@Override
	public void run(ApplicationArguments args) {
		RunResult result = this.runs.execute("support", "Where is order 17?");
		System.out.println(result.text());
	}

}
