package io.github.openairun.test.slice;

import org.springframework.stereotype.Component;

@Component
class SomeService {

}
