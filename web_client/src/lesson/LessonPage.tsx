import { useParams } from 'react-router'
import { Lesson } from './Lesson'

export default function LessonPage() {
  const { lessonId } = useParams<'lessonId'>()
  // Another lesson is another room, other captions, another time: nothing of the last one stays.
  return lessonId === undefined ? null : <Lesson key={lessonId} lessonId={lessonId} />
}
